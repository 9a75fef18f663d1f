"""What becomes of the rows of an import: written, changed, left alone, published, or all refused."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from matchmaker.models import History, Letter, Need, Offer
from matchmaker.services import importing, work
from matchmaker.services.importing import BadFile, Loaded, Publishers
from matchmaker.services.work import Job
from matchmaker.vocabulary import NeedState, Noun, OfferState, TagKind
from tests.cast import NOON, Cast
from tests.services.catalogues import GOOD, OTHER, drafts, table
from tests.stories import an_offer


def load(session: Session, cast: Cast, tmp_path: Path, text: str, **wanted: object) -> Loaded:
    asked = {"by": cast.carla, "now": NOON, **wanted}
    loaded = importing.load(session, Noun.OFFER, drafts(tmp_path, text), **asked)
    session.commit()
    return loaded


def refused(session: Session, cast: Cast, tmp_path: Path, text: str, **wanted: object) -> list[str]:
    session.commit()
    with pytest.raises(BadFile) as refusal:
        load(session, cast, tmp_path, text, **wanted)
    session.rollback()
    return list(refusal.value.problems)


def offers(session: Session) -> list[tuple[str | None, str, str]]:
    found = session.exec(select(Offer).order_by(col(Offer.key))).all()
    return [(offer.key, offer.title, offer.state) for offer in found]


def test_an_import_writes_drafts_of_the_writer(session: Session, cast: Cast, tmp_path: Path) -> None:
    assert load(session, cast, tmp_path, table(GOOD, OTHER)) == Loaded(written=2)
    assert offers(session) == [
        ("lab-1", "Mentors", OfferState.DRAFT),
        ("lab-2", "Kits", OfferState.DRAFT),
    ]
    offer = session.exec(select(Offer).where(Offer.key == "lab-1")).one()
    assert (offer.organisation_id, offer.written_by_id, offer.created_at) == (
        cast.carla.organisation_id,
        cast.carla.id,
        NOON,
    )
    assert (offer.topics, offer.languages, offer.codes(TagKind.REGION)) == (
        ["EVI-02", "EVI-05"],
        ["en", "fr"],
        [],
    )


def test_the_same_file_again_changes_nothing(session: Session, cast: Cast, tmp_path: Path) -> None:
    load(session, cast, tmp_path, table(GOOD, OTHER))
    before = [offer.model_dump() for offer in session.exec(select(Offer))]
    assert load(session, cast, tmp_path, table(GOOD, OTHER)) == Loaded(unchanged=2)
    assert [offer.model_dump() for offer in session.exec(select(Offer))] == before


def test_a_changed_row_changes_its_draft_and_no_other(session: Session, cast: Cast, tmp_path: Path) -> None:
    load(session, cast, tmp_path, table(GOOD, OTHER))
    changed = table(GOOD.replace("Mentors", "Coaches"), OTHER)
    assert load(session, cast, tmp_path, changed) == Loaded(changed=1, unchanged=1)
    assert [title for _, title, _ in offers(session)] == ["Coaches", "Kits"]


def test_a_catalogue_is_published_by_two_people_and_stands_as_if_it_had_walked_the_desks(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    loaded = load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    assert loaded == Loaded(written=1, published=1)
    imported = session.exec(select(Offer)).one()
    assert work.asked(session) == [work.Work(Job.RANK_OFFER, imported.id)]
    walked = an_offer(session, cast, state=OfferState.PUBLISHED)
    dates = {"state", "submitted_at", "check_by", "reviewed_by_id", "published_at", "confirmed_at"}
    assert imported.model_dump(include=dates) == walked.model_dump(include=dates)
    told = [
        [(row.action, row.from_state, row.to_state, row.by_id) for row in session.exec(rows)]
        for rows in (
            select(History).where(History.thing_id == offer.id).order_by(col(History.id))
            for offer in (imported, walked)
        )
    ]
    assert told[0] == told[1]


def test_a_catalogue_writes_no_letters(session: Session, cast: Cast, tmp_path: Path) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD, OTHER), publishers=publishers)
    assert session.exec(select(Letter)).all() == []


def test_what_is_published_and_unchanged_is_left_alone(session: Session, cast: Cast, tmp_path: Path) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    again = load(session, cast, tmp_path, table(GOOD, OTHER), publishers=publishers)
    assert again == Loaded(written=1, unchanged=1, published=1)


def test_what_is_published_is_not_changed_by_a_file_and_nothing_of_the_file_is_kept(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    ref = session.exec(select(Offer.ref)).one()
    changed = table(OTHER, GOOD.replace("Mentors", "Coaches"))
    assert refused(session, cast, tmp_path, changed) == [
        f"Row 3: it differs from {ref}, which is “Published”. Change it there."
    ]
    assert offers(session) == [("lab-1", "Mentors", OfferState.PUBLISHED)]


def test_a_row_that_is_not_complete_is_not_published_and_nothing_is(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    rows = table(GOOD, OTHER.replace("Customs.", ""), OTHER.replace("lab-2", "lab-3").replace("EVI-01", ""))
    assert refused(session, cast, tmp_path, rows, publishers=publishers) == [
        "Row 3: Say what is not covered; “nothing” is an answer.",
        "Row 4: Choose at least one topic.",
    ]
    assert offers(session) == []


def test_whoever_may_not_check_or_release_publishes_nothing(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    for publishers in (Publishers(cast.erik, cast.dao), Publishers(cast.dao, cast.dao)):
        said = refused(session, cast, tmp_path, table(GOOD), publishers=publishers)
        assert said == ["Row 2: You may read this, but this step is for somebody else to take."]
    assert offers(session) == []


@pytest.mark.proves("S12")
def test_a_file_with_a_key_of_another_organisation_is_refused_whole(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    load(session, cast, tmp_path, table(GOOD))
    before = [offer.model_dump() for offer in session.exec(select(Offer))]
    assert refused(session, cast, tmp_path, table(OTHER, GOOD), by=cast.chen) == [
        "Row 3: its key “lab-1” belongs to another organisation."
    ]
    assert [offer.model_dump() for offer in session.exec(select(Offer))] == before


def test_a_focal_point_does_not_write_offers(session: Session, cast: Cast, tmp_path: Path) -> None:
    assert refused(session, cast, tmp_path, table(GOOD), by=cast.amina) == [
        "Amina Ceesay (Focal point) does not write offers."
    ]


def test_needs_are_written_as_drafts_of_their_state(session: Session, cast: Cast, tmp_path: Path) -> None:
    text = table(
        "a,Laboratory,EVI-02,TRN",
        "b,Court,INV-04,CUR",
        header="key,title,component_1_topic,component_1_modality",
    )
    loaded = [
        importing.load(session, Noun.NEED, drafts(tmp_path, text, Noun.NEED), by=cast.bashir, now=NOON)
        for _ in range(2)
    ]
    assert loaded == [Loaded(written=2), Loaded(unchanged=2)]
    found = session.exec(select(Need).order_by(col(Need.key))).all()
    assert [(need.key, need.state, need.country, need.topics) for need in found] == [
        ("a", NeedState.DRAFT, "GMB", ["EVI-02"]),
        ("b", NeedState.DRAFT, "GMB", ["INV-04"]),
    ]


def test_more_rows_than_one_statement_takes_are_loaded(session: Session, cast: Cast, tmp_path: Path) -> None:
    rows = [OTHER.replace("lab-2", f"lab-{number}") for number in range(1, 1002)]
    assert load(session, cast, tmp_path, table(*rows)) == Loaded(written=1001)
    assert len({offer.ref for offer in session.exec(select(Offer))}) == 1001
