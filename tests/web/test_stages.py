"""How far a match has come, told to each: the review stays inside; the donor is asked second."""

import pytest
from sqlmodel import Session

from matchmaker.models import Match, Person
from matchmaker.queries import history
from matchmaker.services import matches
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, Noun, Role, Visibility
from matchmaker.web.session import Portal
from matchmaker.web.stages import awaited, knows_need, stage, told
from tests.cast import NOON, Cast
from tests.entering import be
from tests.stories import a_match, a_need


def labels(app: Portal, cast: Cast, match: Match) -> dict[str, str]:
    """What the badge says to Dao, to Amina who asks and to Carla who gives."""
    return {name: _seen_by(app, getattr(cast, name), match) for name in ("dao", "amina", "carla")}


def _seen_by(app: Portal, person: Person, match: Match) -> str:
    person.language = "en"
    with app.test_request_context():
        be(person)
        return stage(match).label


@pytest.mark.parametrize(
    ("state", "dao"),
    [
        (MatchState.SUGGESTED, "Suggested"),
        (MatchState.SHORTLISTED, "Shortlisted"),
        (MatchState.TO_RELEASE, "Waiting for release"),
    ],
)
def test_in_review_the_two_sides_see_a_suggestion_and_no_more(
    app: Portal, cast: Cast, session: Session, state: MatchState, dao: str
) -> None:
    seen = labels(app, cast, a_match(session, cast, state=state))
    assert seen == {"dao": dao, "amina": "Suggested", "carla": "Suggested"}


def test_the_state_is_asked_first_then_the_donor(app: Portal, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    asked = labels(app, cast, match)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    half = labels(app, cast, match)
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    both = labels(app, cast, match)
    assert asked == {"dao": "The State is asked", "amina": "Your answer is asked", "carla": "Suggested"}
    assert half == {
        "dao": "The donor is asked",
        "amina": "The donor is asked",
        "carla": "Your answer is asked",
    }
    assert both == dict.fromkeys(("dao", "amina", "carla"), "Both said yes")


def test_who_must_act_next(cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    waits_for = [awaited(match)]
    steps = [
        lambda: matches.shortlist(session, match, by=cast.dao, now=NOON),
        lambda: matches.propose(session, match, note="They fit.", by=cast.dao, now=NOON),
        lambda: matches.release(session, match, by=cast.erik, now=NOON),
        lambda: matches.accept_as_requester(session, match, by=cast.amina, now=NOON),
        lambda: matches.accept_as_donor(session, match, by=cast.carla, now=NOON),
        lambda: matches.introduce(session, match, by=cast.erik, now=NOON),
    ]
    for step in steps:
        step()
        waits_for.append(awaited(match))
    assert waits_for == [
        Role.CASE_OFFICER,
        Role.CASE_OFFICER,
        Role.RELEASER,
        Role.FOCAL_POINT,
        Role.DONOR_OFFICER,
        Role.RELEASER,
        None,
    ]


def test_each_side_reads_its_own_part_of_the_history(app: Portal, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.decline_as_donor(session, match, reason=DeclineReason.SIZE, note="", by=cast.carla, now=NOON)
    session.flush()
    rows = history.of(session, Noun.MATCH, match.id)
    read = {}
    for name in ("dao", "amina", "carla"):
        with app.test_request_context():
            be(getattr(cast, name))
            read[name] = [row.action.removeprefix("match.") for row in told(match, rows)]
    assert read == {
        "dao": ["pick", "shortlist", "propose", "release", "accept_as_requester", "decline_as_donor"],
        "amina": ["release", "accept_as_requester", "decline_as_donor"],
        "carla": ["accept_as_requester", "decline_as_donor"],
    }


def test_an_introduction_opens_the_whole_need_to_its_donor(app: Portal, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    match = a_match(session, cast, need=need, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    with app.test_request_context():
        be(cast.carla)
        before = knows_need(match)
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
        matches.introduce(session, match, by=cast.erik, now=NOON)
        assert (before, knows_need(match)) == (False, True)
