"""What the desks of the secretariat, the auditor and the administrator ask."""

from datetime import timedelta

from sqlmodel import Session

from matchmaker.lists import Whose
from matchmaker.models import Match, RankingRun
from matchmaker.queries import casework, desk
from matchmaker.queries import matches as read_matches
from matchmaker.services import matches, work
from matchmaker.vocabulary import (
    AccountState,
    Job,
    MatchState,
    NeedState,
    Noun,
    OfferState,
    OrganisationKind,
    Role,
)
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer


def test_figures_are_counted_by_state_along_the_life(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING)
    a_need(session, cast)
    a_need(session, cast)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    numbers = desk.numbers_by_state(session)
    assert numbers == {
        Noun.NEED: {NeedState.DRAFT: 2, NeedState.IN_MATCHING: 1},
        Noun.OFFER: {OfferState.PUBLISHED: 1},
        Noun.MATCH: {},
    }
    assert list(numbers[Noun.NEED]) == [NeedState.DRAFT, NeedState.IN_MATCHING]


def test_what_was_not_released_goes_back_to_the_case_officer(session: Session, cast: Cast) -> None:
    late, early = (a_match(session, cast, state=MatchState.TO_RELEASE) for _ in range(2))
    a_match(session, cast, state=MatchState.SHORTLISTED)
    for match, now in ((late, NOON), (early, NOON - timedelta(days=1))):
        matches.send_back(session, match, note="Which budget year?", by=cast.erik, now=now)
    session.flush()
    assert desk.sent_back(session, cast.dao) == [early, late]
    assert desk.sent_back(session, cast.eve) == []


def test_what_waits_is_asked_for_by_whose_it_is(session: Session, cast: Cast) -> None:
    mine, theirs, nobodys = (a_match(session, cast) for _ in range(3))
    for match, person in ((mine, cast.dao), (theirs, cast.erik)):
        matches.assign(session, match, to=person, by=cast.dao, now=NOON)
    session.flush()
    found = {}
    for whose in Whose:
        only = casework.of_whom(Match, cast.dao, whose)
        rows = read_matches.in_states(session, cast.dao, [MatchState.SUGGESTED], only)
        found[whose] = {match.ref for match in rows}
    assert found == {
        Whose.ALL: {mine.ref, theirs.ref, nobodys.ref},
        Whose.MINE: {mine.ref},
        Whose.NOBODYS: {nobodys.ref},
    }


def test_accounts_are_counted_by_role(session: Session, cast: Cast) -> None:
    cast.chen.state = AccountState.LEFT
    run = RankingRun(engine_version="1", needs=0, offers=0, started_at=NOON, finished_at=NOON)
    session.add_all([run, RankingRun(engine_version="1", needs=0, offers=0, whole=True, started_at=NOON)])
    session.add(RankingRun(engine_version="1", needs=0, offers=0, started_at=NOON, aborted_at=NOON))
    a_need(session, cast, state=NeedState.SUBMITTED)
    work.ask(session, Job.RANK_ALL)
    counted = desk.accounts(session)
    assert counted.people[Role.DONOR_OFFICER] == (1, 2)
    assert counted.people[Role.FOCAL_POINT] == (2, 2)
    assert counted.organisations == {
        OrganisationKind.STATE: 2,
        OrganisationKind.AGENCY: 1,
        OrganisationKind.UNIVERSITY: 1,
        OrganisationKind.SECRETARIAT: 1,
    }
    assert (counted.letters_waiting, counted.work_waiting) == (1, 1)
    assert (counted.last_run, counted.aborted_runs) == (run, 1)
