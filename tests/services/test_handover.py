"""Handing over: what waits for one person passes to a colleague, and nothing of it is lost or told too widely."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.errors import BadInput, IllegalTransition, NotAllowed
from matchmaker.lists import Catalogue
from matchmaker.models import Letter, Person, Search, Trail
from matchmaker.queries import legacies, people
from matchmaker.queries.visits import of_person as visits_of
from matchmaker.services import outbox, pools, visits
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.handover import hand_over
from matchmaker.vocabulary import (
    Event,
    LetterKind,
    LetterStop,
    MatchState,
    NeedState,
    OfferState,
    PoolState,
    Role,
)
from tests.cast import NOON, Cast, a_colleague
from tests.islands import a_pool
from tests.services.told import history, letters, letters_since
from tests.stories import a_match, a_need, an_offer

LATER = NOON + timedelta(days=1)


def numbers(session: Session, person: Person) -> tuple[int, ...]:
    left = legacies.legacy_of(session, person)
    return tuple(len(part) for part in vars(left).values())


def waiting(session: Session, person: Person) -> list[Letter]:
    rows = select(Letter).where(Letter.to_id == person.id, col(Letter.stopped).is_(None))
    return list(session.exec(rows.order_by(col(Letter.id))).all())


def test_drafts_pass_to_the_successor_with_a_row_of_history_and_as_old_as_they_were(
    session: Session, cast: Cast
) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    need = a_need(session, cast, state=NeedState.DRAFT, by=cast.amina)
    finished = a_need(session, cast, state=NeedState.SUBMITTED, by=cast.amina)
    version, changed_at = need.version, need.changed_at
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.commit()
    assert (need.written_by_id, need.version, need.changed_at) == (fatou.id, version, changed_at)
    assert history(session, need) == [("person.hand_over", "draft", "draft", "focal_point")]
    assert finished.written_by_id == cast.amina.id  # who wrote it is past


def test_a_contact_that_names_whoever_leaves_names_the_successor(session: Session, cast: Cast) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    line = "Office 4: AMINA CEESAY (amina@example.org), not xamina@example.org"
    need = a_need(session, cast, state=NeedState.IN_MATCHING, contact=line)
    other = a_need(session, cast, state=NeedState.IN_MATCHING, contact="Directorate, room 4")
    elsewhere = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, contact="Amina Ceesay")
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.commit()
    assert need.contact == "Office 4: Fatou Jallow (fatou@example.org), not xamina@example.org"
    assert history(session, need)[-1] == ("person.hand_over", "in_matching", "in_matching", "focal_point")
    assert (other.contact, elsewhere.contact) == ("Directorate, room 4", "Amina Ceesay")


def test_letters_that_wait_go_to_the_successor_under_their_name(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = waiting(session, cast.amina)[0]
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.commit()
    assert (letter.to, letter.body.splitlines()[0]) == (fatou, "Dear Fatou Jallow,")
    assert waiting(session, cast.amina) == []
    assert outbox.brought_in_step(session, letter)


def test_a_letter_that_the_successor_had_too_is_set_aside(session: Session, cast: Cast) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    a_need(session, cast, state=NeedState.SUBMITTED)
    assert letters(session)[-2:] == [("need_received", "Amina"), ("need_received", "Fatou")]
    mine = waiting(session, cast.amina)[0]
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.commit()
    assert (mine.to_id, mine.stopped) == (cast.amina.id, LetterStop.NO_LONGER_DUE)
    assert [letter.kind for letter in waiting(session, fatou)] == ["need_received", "taken_over"]


def test_saved_searches_pass_on_and_the_successor_keeps_their_own(session: Session, cast: Cast) -> None:
    dara = a_colleague(session, cast.carla, "Dara Lind")
    about = {"catalogue": Catalogue.NEEDS, "wanted": {}, "created_at": NOON, "looked_at": NOON}
    mine, both = (Search(person=cast.carla, name=name, **about) for name in ("Phones", "Courts"))
    own = Search(person=dara, name="Courts", **about)
    session.add_all([mine, both, own])
    hand_over(session, cast.carla, to=dara, by=cast.carla, now=LATER)
    session.commit()
    assert (mine.person, own.person) == (dara, dara)
    assert session.exec(select(Search.name).order_by(Search.name)).all() == ["Courts", "Phones"]


def test_what_a_case_officer_looks_after_passes_to_another_within_the_secretariat(
    session: Session, cast: Cast
) -> None:
    dan = a_colleague(session, cast.dao, "Dan Ito")
    match = a_match(session, cast, state=MatchState.SHORTLISTED)
    over = a_match(session, cast, state=MatchState.DECLINED)
    before = letters(session)
    hand_over(session, cast.dao, to=dan, by=cast.gus, now=LATER)
    session.commit()
    assert (match.assignee_id, match.reviewed_by_id) == (dan.id, cast.dao.id)
    assert over.assignee_id == cast.dao.id
    assert history(session, match)[-1][0] == Action.ASSIGN_MATCH
    assert letters_since(session, before) == [("taken_over", "Dan")]  # nobody outside knew Dao


def test_what_the_states_of_a_pool_write_goes_to_the_successor(session: Session, cast: Cast) -> None:
    dan = a_colleague(session, cast.dao, "Dan Ito")
    pool, proposed, over = (
        a_pool(session, cast, state=state)
        for state in (PoolState.STANDING, PoolState.PROPOSED, PoolState.DISSOLVED)
    )
    version = pool.version
    hand_over(session, cast.dao, to=dan, by=cast.dao, now=LATER)
    session.commit()
    proposers = (pool.proposed_by_id, proposed.proposed_by_id, over.proposed_by_id)
    assert proposers == (dan.id, dan.id, cast.dao.id)  # who proposed what is over is past
    assert (pool.version, history(session, pool)[-1]) == (
        version,
        ("person.hand_over", "standing", "standing", "case_officer"),
    )
    before = letters(session)
    said = MessageDraft(language="en", text="When shall we begin?")
    pools.discuss(session, pool, said, key=None, by=cast.amina, now=LATER)
    assert sorted(letters_since(session, before)) == [("message", "Dan"), ("message", "Inés")]


def test_the_one_who_leaves_is_out_and_the_trail_says_to_whom(session: Session, cast: Cast) -> None:
    session.commit()
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    visits.begin(session, cast.amina, device="", now=LATER)
    hand_over(session, cast.amina, to=fatou, by=cast.gus, now=LATER)
    session.commit()
    amina = session.get_one(Person, cast.amina.id)
    assert (amina.active, amina.password, visits_of(session, amina)) == (False, None, [])
    rows = session.exec(select(Trail).where(Trail.event == Event.ROLE_CHANGE)).all()
    told = [(row.by_id, row.action, row.ref, row.detail) for row in rows]
    detail = f"focal_point > person {fatou.id}"
    assert told == [(cast.gus.id, "person.hand_over", str(amina.id), detail)]
    assert list(people.of_organisation(session, amina.organisation_id, Role.FOCAL_POINT)) == [fatou]


def test_a_drafter_who_takes_over_from_the_focal_point_becomes_one(session: Session, cast: Cast) -> None:
    session.commit()
    hand_over(session, cast.amina, to=cast.bashir, by=cast.amina, now=LATER)
    session.commit()
    rows = session.exec(select(Trail).where(Trail.event == Event.ROLE_CHANGE)).all()
    assert cast.bashir.role == Role.FOCAL_POINT
    assert [row.detail for row in rows] == [
        "drafter > focal_point",
        f"focal_point > person {cast.bashir.id}",
    ]


def test_a_focal_point_who_takes_over_from_a_drafter_stays_one(session: Session, cast: Cast) -> None:
    hand_over(session, cast.bashir, to=cast.amina, by=cast.bashir, now=LATER)
    assert (cast.amina.role, cast.bashir.active) == (Role.FOCAL_POINT, False)


@pytest.mark.parametrize("who", ["amina", "carla"])
def test_the_other_side_of_what_is_under_way_hears_that_the_contact_has_changed(
    session: Session, cast: Cast, who: str
) -> None:
    open_ones = [a_match(session, cast, state=state) for state in (MatchState.INTRODUCED, MatchState.AGREED)]
    for state in (MatchState.CONSENT_ASKED, MatchState.CLOSED):
        a_match(session, cast, state=state)
    leaver: Person = getattr(cast, who)
    successor, before = a_colleague(session, leaver, "Noor Sow"), letters(session)
    hand_over(session, leaver, to=successor, by=leaver, now=LATER)
    other = "Carla" if who == "amina" else "Amina"
    told = [("taken_over", "Noor"), *[("contact_changed", other)] * 2, ("handed_over", "Dao")]
    assert letters_since(session, before) == told
    new = session.exec(select(Letter).where(Letter.created_at == LATER)).all()
    assert {letter.path for letter in new if letter.kind == LetterKind.CONTACT_CHANGED} == {
        f"/matches/{match.ref}" for match in open_ones
    }
    assert all(outbox.brought_in_step(session, letter) for letter in new)
    texts = " ".join(letter.subject + letter.body for letter in new)
    assert leaver.name not in texts
    assert not [match for match in open_ones if match.need.title in texts or match.offer.title in texts]


def test_what_was_done_keeps_the_old_name(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.commit()
    assert (need.cleared_by_id, need.written_by_id) == (cast.amina.id, need.written_by_id)
    assert ("need.submit", "clearance", "submitted", "focal_point") in history(session, need)


def test_nobody_hands_over_for_others_but_the_administrator(session: Session, cast: Cast) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    for by in (cast.bashir, cast.ines, cast.carla, cast.dao, cast.erik, cast.farah, fatou, cast.eve):
        with pytest.raises(NotAllowed):
            hand_over(session, cast.amina, to=fatou, by=by, now=LATER)  # type: ignore[arg-type]  # Eve too
    assert cast.amina.active


@pytest.mark.parametrize("to", ["ines", "carla", "dao", "gus", "amina"])
def test_nobody_takes_over_who_is_not_of_the_house(session: Session, cast: Cast, to: str) -> None:
    with pytest.raises(BadInput):
        hand_over(session, cast.amina, to=getattr(cast, to), by=cast.gus, now=LATER)
    assert cast.amina.active


def test_a_releaser_does_not_take_over_from_a_case_officer(session: Session, cast: Cast) -> None:
    """Four eyes would become two."""
    with pytest.raises(BadInput):
        hand_over(session, cast.dao, to=cast.erik, by=cast.gus, now=LATER)


def test_whoever_has_left_neither_hands_over_again_nor_takes_over(session: Session, cast: Cast) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    hand_over(session, cast.amina, to=fatou, by=cast.gus, now=LATER)
    with pytest.raises(IllegalTransition):
        hand_over(session, cast.amina, to=cast.bashir, by=cast.gus, now=LATER)
    with pytest.raises(BadInput):
        hand_over(session, cast.bashir, to=cast.amina, by=cast.gus, now=LATER)


def test_the_preview_counts_what_the_deed_will_pass_on(session: Session, cast: Cast) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    need = a_need(session, cast, state=NeedState.IN_MATCHING, contact="Amina Ceesay")
    a_need(session, cast, state=NeedState.DRAFT, by=cast.amina)
    an_offer(session, cast, state=OfferState.DRAFT)
    a_match(session, cast, need=need, state=MatchState.INTRODUCED)
    told = len(waiting(session, cast.amina))
    assert numbers(session, cast.amina) == (1, 1, 0, 0, 0, told, 1)
    hand_over(session, cast.amina, to=fatou, by=cast.amina, now=LATER)
    session.flush()
    assert numbers(session, cast.amina)[:6] == (0, 0, 0, 0, 0, 0)
