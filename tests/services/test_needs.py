"""Deeds on needs: done by the right person at the right time, by the wrong one, and at the wrong time."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from matchmaker.errors import BadInput, Conflict, IllegalTransition, NotAllowed
from matchmaker.models import Need
from matchmaker.services import needs, work
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import LetterKind, NeedState, Role
from tests.cast import NOON, Cast, a_need_draft
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import a_need

# Deed -> (words it takes, who may, the states it starts from, where it leads, letters it writes).
DEEDS = {
    "ask_clearance": ({}, {"amina", "bashir"}, {"draft", "returned"}, "clearance", ["please_clear"]),
    "refuse_clearance": ({"note": "Too vague."}, {"amina"}, {"clearance"}, "draft", []),
    "clear": ({}, {"amina"}, {"draft", "clearance", "returned"}, "clearance", []),
    "submit": ({}, {"amina"}, {"clearance"}, "submitted", ["need_received"]),
    "check": ({}, {"dao"}, {"submitted"}, "in_check", []),
    "send_back": (
        {"note": "How many?"},
        {"dao", "erik"},
        {"in_check", "no_objection"},
        "returned",
        ["need_returned"],
    ),
    "summarise": ({"public_summary": "Short."}, {"dao"}, {"in_check"}, "no_objection", ["please_agree"]),
    "agree": ({}, {"amina"}, {"no_objection"}, "no_objection", []),
    "object": ({"note": "Not so."}, {"amina"}, {"no_objection"}, "in_check", None),  # to Dao: below
    "publish": ({}, {"erik"}, {"no_objection"}, "published", ["need_published"]),
    "withdraw": (
        {"note": "Done otherwise."},
        {"amina"},
        {*NeedState} - {"delivered", "closed", "withdrawn", "merged"},
        "withdrawn",
        None,  # depends on who has it in hand: test_steps.py
    ),
}
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")


def ready(session: Session, cast: Cast, state: str) -> Need:
    """A need in *state*, with all that the next deed asks for."""
    need = a_need(session, cast, state=NeedState(state))
    if state == NeedState.NO_OBJECTION:
        needs.agree(session, need, by=cast.amina, now=NOON)
    return need


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leads_on_and_is_recorded(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, target, written = DEEDS[deed]
    for source in sorted(sources):
        for doer in sorted(doers):
            need, person = ready(session, cast, source), getattr(cast, doer)
            before = letters(session)
            getattr(needs, deed)(session, need, by=person, now=NOON, **words)
            session.flush()
            assert need.state == target
            assert history(session, need)[-1] == (f"need.{deed}", source, target, person.role)
            if written is not None:
                assert letters_since(session, before) == [(kind, "Amina") for kind in written]
            row = last_row(session, need)
            assert (row.by_id, row.at, row.note) == (person.id, NOON, words.get("note", ""))


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_refused_to_everybody_else(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, _, _ = DEEDS[deed]
    need = ready(session, cast, min(sources))
    before, told = history(session, need), letters(session)
    for name in sorted({*EVERYBODY} - doers):
        with pytest.raises(NotAllowed):
            getattr(needs, deed)(session, need, by=getattr(cast, name), now=NOON, **words)
    assert (history(session, need), letters(session)) == (before, told)


@pytest.mark.parametrize("state", NeedState)
def test_every_other_deed_is_refused_in_a_state(session: Session, cast: Cast, state: NeedState) -> None:
    need = a_need(session, cast, state=state)
    before = history(session, need)
    for deed, (words, doers, sources, _, _) in DEEDS.items():
        if state not in sources:
            # The secretariat is not even told of a need that was never submitted.
            unheard_of = need.submitted_at is None and doers & {"dao", "erik"}
            with pytest.raises((IllegalTransition, NotAllowed) if unheard_of else IllegalTransition):
                getattr(needs, deed)(session, need, by=getattr(cast, min(doers)), now=NOON, **words)
    assert (need.state, history(session, need)) == (state, before)


@pytest.mark.parametrize("name", ["carla", "dao", "erik", "farah", "gus", "eve"])
def test_only_a_focal_point_or_a_drafter_writes_a_need(session: Session, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="focal points"):
        needs.write(session, a_need_draft(), by=getattr(cast, name), now=NOON)


def test_a_need_belongs_to_the_state_of_its_writer(session: Session, cast: Cast) -> None:
    need = needs.write(session, a_need_draft(), by=cast.bashir, now=NOON)
    assert (need.organisation_id, need.written_by_id, need.country, need.state) == (
        cast.amina.organisation_id,
        cast.bashir.id,
        "GMB",
        NeedState.DRAFT,
    )


def test_a_drafter_and_a_focal_point_write_one_need_together(session: Session, cast: Cast) -> None:
    need = needs.write(session, a_need_draft(), by=cast.bashir, now=NOON)
    changed = a_need_draft(
        title="Fewer phones",
        components=[
            ComponentDraft(topic="LEG-01", modality="LDR"),
            ComponentDraft(topic="EVI-02", modality="TRN"),
        ],
        languages=["fr", "en"],
    )
    needs.edit(session, need, changed, version=need.version, by=cast.amina, now=NOON)
    assert (need.title, need.languages) == ("Fewer phones", ["en", "fr"])
    assert [(part.position, part.topic) for part in need.components] == [(1, "LEG-01"), (2, "EVI-02")]


def test_components_can_be_taken_away_again(session: Session, cast: Cast) -> None:
    two = [ComponentDraft(topic="EVI-01"), ComponentDraft(topic="EVI-02")]
    need = needs.write(session, a_need_draft(components=two), by=cast.amina, now=NOON)
    needs.edit(session, need, a_need_draft(components=two[1:]), version=need.version, by=cast.amina, now=NOON)
    session.expire(need)
    assert [(part.position, part.topic) for part in need.components] == [(1, "EVI-02")]


def test_an_empty_component_is_not_kept(session: Session, cast: Cast) -> None:
    need = needs.write(session, a_need_draft(components=[ComponentDraft()]), by=cast.amina, now=NOON)
    assert need.components == []


def test_the_second_of_two_edits_from_one_version_is_refused(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    seen = need.version
    needs.edit(session, need, a_need_draft(title="Bashir's"), version=seen, by=cast.bashir, now=NOON)
    with pytest.raises(Conflict):
        needs.edit(session, need, a_need_draft(title="Amina's"), version=seen, by=cast.amina, now=NOON)
    assert need.title == "Bashir's"


def test_another_state_does_not_edit_a_need(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    with pytest.raises(NotAllowed):
        needs.edit(session, need, a_need_draft(), version=need.version, by=cast.ines, now=NOON)


def test_a_submitted_need_is_not_edited(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    with pytest.raises(IllegalTransition):
        needs.edit(session, need, a_need_draft(), version=need.version, by=cast.amina, now=NOON)


def test_an_edit_undoes_the_clearance(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.CLEARANCE)
    assert need.cleared_by_id == cast.amina.id
    needs.edit(session, need, a_need_draft(), version=need.version, by=cast.bashir, now=NOON)
    assert (need.cleared_at, need.cleared_by_id) == (None, None)
    with pytest.raises(IllegalTransition, match="Clear the need first"):
        needs.submit(session, need, by=cast.amina, now=NOON)


def test_a_submitted_need_knows_by_when_it_is_checked(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    assert (need.submitted_at, need.check_by) == (NOON, date(2026, 11, 27))


def test_nothing_is_published_before_the_state_agrees(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    with pytest.raises(IllegalTransition, match="not yet agreed"):
        needs.publish(session, need, by=cast.erik, now=NOON)


def test_a_new_summary_asks_the_state_anew(session: Session, cast: Cast) -> None:
    need = ready(session, cast, "no_objection")
    needs.object(session, need, by=cast.amina, now=NOON, note="Say less.")
    needs.summarise(session, need, public_summary="Less.", by=cast.dao, now=NOON)
    assert (need.public_summary, need.agreed_at) == ("Less.", None)


def test_an_objection_is_told_to_the_case_officer_who_has_five_more_working_days(
    session: Session, cast: Cast
) -> None:
    need = ready(session, cast, "no_objection")
    before = letters(session)
    needs.object(session, need, by=cast.amina, now=NOON + timedelta(days=14), note="Say less.")
    session.flush()
    assert letters_since(session, before) == [("message", "Dao")]
    assert need.check_by == date(2026, 12, 11)


def test_a_returned_need_is_agreed_to_anew(session: Session, cast: Cast) -> None:
    need = ready(session, cast, "no_objection")
    needs.send_back(session, need, by=cast.dao, now=NOON, note="One more question.")
    needs.clear(session, need, by=cast.amina, now=NOON)
    needs.submit(session, need, by=cast.amina, now=NOON)
    assert (need.agreed_at, need.reviewed_by_id) == (None, None)


def test_nobody_publishes_what_they_checked(session: Session, cast: Cast) -> None:
    need = ready(session, cast, "no_objection")
    cast.dao.role = Role.RELEASER
    with pytest.raises(NotAllowed):
        needs.publish(session, need, by=cast.dao, now=NOON)


def test_a_published_need_is_ranked_after_the_commit(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    assert (need.published_at, need.confirmed_at) == (NOON, NOON)
    assert work.asked(session) == [
        work.Work(work.Job.POST_LETTERS),
        work.Work(work.Job.RANK_NEED, need.id),
    ]


def test_a_withdrawn_need_is_forgotten_by_the_engine(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    work.asked(session)
    needs.withdraw(session, need, by=cast.amina, now=NOON, note="")
    assert work.Work(work.Job.RANK_NEED, need.id) in work.asked(session)


def test_matching_starts_once(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    needs.start_matching(session, need, now=NOON)
    needs.start_matching(session, need, now=NOON)
    assert history(session, need)[-1:] == [("need.start_matching", "published", "in_matching", "portal")]
    assert last_row(session, need).by_id is None


def test_donors_are_named_in_place_of_those_named_before(session: Session, cast: Cast) -> None:
    carla, chen = cast.carla.organisation_id, cast.chen.organisation_id
    need = a_need(session, cast, named=(cast.carla,))
    assert need.named_donor_ids == {carla}
    both = a_need_draft(named_donor_keys=[cast.chen.organisation.key, cast.carla.organisation.key])
    needs.edit(session, need, both, version=need.version, by=cast.amina, now=NOON)
    assert need.named_donor_ids == {carla, chen}
    one = a_need_draft(named_donor_keys=[cast.chen.organisation.key])
    needs.edit(session, need, one, version=need.version, by=cast.amina, now=NOON)
    session.expire(need)
    assert need.named_donor_ids == {chen}


def test_only_a_donor_can_be_named(session: Session, cast: Cast) -> None:
    for key in (cast.amina.organisation.key, cast.dao.organisation.key, "nobody"):
        with pytest.raises(BadInput):
            needs.write(session, a_need_draft(named_donor_keys=[key]), by=cast.amina, now=NOON)


def test_the_focal_point_hears_of_every_step_on_the_way(session: Session, cast: Cast) -> None:
    need = ready(session, cast, "no_objection")
    needs.publish(session, need, by=cast.erik, now=NOON)
    assert letters(session) == [
        (LetterKind.NEED_RECEIVED, "Amina"),
        (LetterKind.PLEASE_AGREE, "Amina"),
        (LetterKind.NEED_PUBLISHED, "Amina"),
    ]
