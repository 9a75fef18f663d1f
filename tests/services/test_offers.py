"""Deeds on offers: done by the right person at the right time, by the wrong one, and at the wrong time."""

from datetime import date

import pytest
from sqlmodel import Session

from matchmaker.errors import Conflict, IllegalTransition, Incomplete, NotAllowed
from matchmaker.models import Offer
from matchmaker.services import offers, work
from matchmaker.services.drafts import OfferDraft
from matchmaker.vocabulary import OfferState, Role, TagKind
from tests.cast import NOON, Cast, an_offer_draft
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import an_offer

# Deed -> (words it takes, who may, the states it starts from, where it leads, letters it writes).
DEEDS = {
    "submit": ({}, {"carla"}, {"draft", "returned"}, "submitted", ["offer_received"]),
    "check": ({}, {"dao"}, {"submitted"}, "in_check", []),
    "send_back": ({"note": "Who pays?"}, {"dao", "erik"}, {"in_check"}, "returned", ["offer_returned"]),
    "publish": ({}, {"erik"}, {"in_check"}, "published", ["offer_published"]),
    "withdraw": (
        {"note": "No budget."},
        {"carla"},
        {*OfferState} - {"withdrawn"},
        "withdrawn",
        None,
    ),  # test_steps.py
}
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leads_on_and_is_recorded(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, target, written = DEEDS[deed]
    for source in sorted(sources):
        for doer in sorted(doers):
            offer, person = an_offer(session, cast, state=OfferState(source)), getattr(cast, doer)
            before = letters(session)
            getattr(offers, deed)(session, offer, by=person, now=NOON, **words)
            session.flush()
            assert offer.state == target
            assert history(session, offer)[-1] == (f"offer.{deed}", source, target, person.role)
            if written is not None:
                assert letters_since(session, before) == [(kind, "Carla") for kind in written]
            row = last_row(session, offer)
            assert (row.by_id, row.at, row.note) == (person.id, NOON, words.get("note", ""))


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_refused_to_everybody_else(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, _, _ = DEEDS[deed]
    offer = an_offer(session, cast, state=OfferState(min(sources)))
    before, told = history(session, offer), letters(session)
    for name in sorted({*EVERYBODY} - doers):
        with pytest.raises(NotAllowed):
            getattr(offers, deed)(session, offer, by=getattr(cast, name), now=NOON, **words)
    assert (history(session, offer), letters(session)) == (before, told)


@pytest.mark.parametrize("state", OfferState)
def test_every_other_deed_is_refused_in_a_state(session: Session, cast: Cast, state: OfferState) -> None:
    offer = an_offer(session, cast, state=state)
    before = history(session, offer)
    for deed, (words, doers, sources, _, _) in DEEDS.items():
        if state not in sources:
            # The secretariat is not told of an offer that was never submitted, nor publishes one unchecked.
            unheard_of = offer.submitted_at is None and doers & {"dao", "erik"}
            unheard_of = unheard_of or (offer.reviewed_by_id is None and doers == {"erik"})
            with pytest.raises(NotAllowed if unheard_of else IllegalTransition):
                getattr(offers, deed)(session, offer, by=getattr(cast, min(doers)), now=NOON, **words)
    assert (offer.state, history(session, offer)) == (state, before)


@pytest.mark.parametrize("name", ["amina", "bashir", "dao", "erik", "farah", "gus", "eve"])
def test_only_a_donor_officer_writes_an_offer(session: Session, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="officers of donors"):
        offers.write(session, an_offer_draft(), by=getattr(cast, name), now=NOON)


def test_an_offer_keeps_what_was_written(session: Session, cast: Cast) -> None:
    offer = offers.write(session, an_offer_draft(countries=["GMB"], groups=["LDC"]), by=cast.carla, now=NOON)
    session.commit()
    session.expire_all()
    kept = session.get_one(Offer, offer.id)
    codes = {kind: kept.codes(kind) for kind in TagKind}
    assert codes == {
        TagKind.TOPIC: ["EVI-02"],
        TagKind.MODALITY: ["MEN", "TRN"],
        TagKind.LANGUAGE: ["en", "fr"],
        TagKind.COUNTRY: ["GMB"],
        TagKind.REGION: ["002"],
        TagKind.GROUP: ["LDC"],
        TagKind.COVER: ["experts", "travel"],
    }
    assert (kept.organisation_id, kept.written_by_id, kept.capacity_left) == (
        cast.carla.organisation_id,
        cast.carla.id,
        4,
    )


def test_codes_that_are_taken_back_are_gone(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast)
    fewer = an_offer_draft(modalities=["TRN"], covers=[])
    offers.edit(session, offer, fewer, version=offer.version, by=cast.carla, now=NOON)
    session.expire(offer)
    assert (offer.modalities, offer.codes(TagKind.COVER)) == (["TRN"], [])


def test_the_second_of_two_edits_from_one_version_is_refused(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast)
    seen = offer.version
    offers.edit(session, offer, an_offer_draft(title="First"), version=seen, by=cast.carla, now=NOON)
    with pytest.raises(Conflict):
        offers.edit(session, offer, an_offer_draft(title="Second"), version=seen, by=cast.carla, now=NOON)
    assert offer.title == "First"


def test_another_donor_does_not_edit_an_offer(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast)
    with pytest.raises(NotAllowed):
        offers.edit(session, offer, an_offer_draft(), version=offer.version, by=cast.chen, now=NOON)


def test_a_published_offer_is_not_edited(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(IllegalTransition):
        offers.edit(session, offer, an_offer_draft(), version=offer.version, by=cast.carla, now=NOON)


REQUIRED = [
    "title",
    "description",
    "topics",
    "modalities",
    "languages",
    "not_covered",
    "conditions",
    "valid_from",
    "valid_until",
]


def test_an_empty_offer_is_told_what_it_lacks(session: Session, cast: Cast) -> None:
    offer = offers.write(session, OfferDraft(), by=cast.carla, now=NOON)
    with pytest.raises(Incomplete) as refused:
        offers.submit(session, offer, by=cast.carla, now=NOON)
    assert list(refused.value.fields) == REQUIRED
    assert (offer.state, history(session, offer)) == (OfferState.DRAFT, [])


@pytest.mark.parametrize("field", REQUIRED)
def test_each_required_answer_is_asked_for(session: Session, cast: Cast, field: str) -> None:
    empty = {"valid_from": None, "valid_until": None}.get(
        field, [] if field in ("topics", "modalities", "languages") else ""
    )
    offer = offers.write(session, an_offer_draft(**{field: empty}), by=cast.carla, now=NOON)
    assert list(offers.missing(offer)) == [field]


def test_a_submitted_offer_knows_by_when_it_is_checked(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.SUBMITTED)
    assert (offer.submitted_at, offer.check_by) == (NOON, date(2026, 11, 27))


def test_nobody_publishes_what_they_checked(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    cast.dao.role = Role.RELEASER
    with pytest.raises(NotAllowed):
        offers.publish(session, offer, by=cast.dao, now=NOON)


def test_a_published_or_withdrawn_offer_is_ranked_after_the_commit(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    ranked = work.Work(work.Job.RANK_OFFER, offer.id)
    assert (offer.published_at, work.asked(session)) == (NOON, [work.Work(work.Job.POST_LETTERS), ranked])
    offers.withdraw(session, offer, by=cast.carla, now=NOON, note="")
    assert ranked in work.asked(session)
