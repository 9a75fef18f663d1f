"""Deeds on matches, from interest to introduction: requester first, four eyes, nobody pressed."""

from datetime import date

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.models import Match
from matchmaker.services import matches
from matchmaker.services.moves import move
from matchmaker.vocabulary import DeclineReason, MatchState, NeedState, OfferState, Origin, Role, Visibility
from tests.cast import NOON, Cast
from tests.services.told import history, last_row, letters, letters_since
from tests.stories import a_match, a_need, an_offer

WHY = {"reason": DeclineReason.TIMING, "note": "Next year."}
NOTE = {"note": "They share a language."}
# Deed -> (words, who may, states it starts from, where it leads, letters, is its note private?).
DEEDS = {
    "shortlist": ({}, {"dao"}, {"suggested"}, "shortlisted", [], False),
    "dismiss": (WHY, {"dao", "erik"}, {"suggested", "shortlisted", "to_release"}, "dismissed", [], True),
    "propose": (NOTE, {"dao"}, {"shortlisted"}, "to_release", [], True),
    "send_back": (NOTE, {"erik"}, {"to_release"}, "shortlisted", [], True),
    "release": ({}, {"erik"}, {"to_release"}, "consent_asked", [("ask_requester", "Amina")], False),
    "accept_as_requester": (
        {},
        {"amina"},
        {"consent_asked"},
        "consent_asked",
        [("ask_donor", "Carla")],
        False,
    ),
    "decline_as_requester": (WHY, {"amina"}, {"consent_asked"}, "declined", [], True),
    "accept_as_donor": ({}, {"carla"}, {"half"}, "consent_asked", [], False),
    "decline_as_donor": (WHY, {"carla"}, {"half"}, "declined", [("not_proceeding", "Amina")], True),
    "introduce": (
        {},
        {"erik"},
        {"both"},
        "introduced",
        [("introduction", "Amina"), ("introduction", "Carla")],
        False,
    ),
}
EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")


def ready(session: Session, cast: Cast, state: str) -> Match:
    """A match in *state*; `half`: the State has said yes; `both`: the donor too."""
    known = MatchState.CONSENT_ASKED if state in ("half", "both") else MatchState(state)
    match = a_match(session, cast, state=known)
    if state in ("half", "both"):
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    if state == "both":
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    session.flush()
    return match


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_leads_on_and_is_recorded(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, target, written, private = DEEDS[deed]
    for source in sorted(sources):
        for doer in sorted(doers):
            match, person = ready(session, cast, source), getattr(cast, doer)
            was, before = match.state, letters(session)
            getattr(matches, deed)(session, match, by=person, now=NOON, **words)
            session.flush()
            assert match.state == target
            assert history(session, match)[-1] == (f"match.{deed}", was, target, person.role)
            assert letters_since(session, before) == written
            row = last_row(session, match)
            assert (row.by_id, row.at) == (person.id, NOON)
            assert (row.note, row.private) == (words.get("note", ""), private)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_refused_to_everybody_else(session: Session, cast: Cast, deed: str) -> None:
    words, doers, sources, _, _, _ = DEEDS[deed]
    match = ready(session, cast, min(sources))
    before = history(session, match)
    for name in sorted({*EVERYBODY} - doers):
        with pytest.raises(NotAllowed):
            getattr(matches, deed)(session, match, by=getattr(cast, name), now=NOON, **words)
    assert history(session, match) == before


@pytest.mark.parametrize("state", MatchState)
def test_every_other_deed_is_refused_in_a_state(session: Session, cast: Cast, state: MatchState) -> None:
    match = a_match(session, cast, state=state)
    before = history(session, match)
    for deed, (words, doers, sources, _, _, _) in DEEDS.items():
        possible = {"consent_asked"} if sources & {"half", "both"} else sources
        if state not in possible:
            # A dismissed match, or one that ended before the donor was asked, is not known to that side;
            # one that nobody reviewed is not released.
            with pytest.raises((IllegalTransition, NotAllowed)):
                getattr(matches, deed)(session, match, by=getattr(cast, min(doers)), now=NOON, **words)
    assert (match.state, history(session, match)) == (state, before)


def test_a_donor_shows_interest_with_an_offer_of_their_own(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    before = letters(session)
    match = matches.show_interest(session, need, offer, note="We know the place.", by=cast.carla, now=NOON)
    assert (match.state, match.origin, match.interest_note) == (
        MatchState.SUGGESTED,
        Origin.INTEREST,
        "We know the place.",
    )
    assert history(session, match) == [("match.show_interest", "suggested", "suggested", "donor_officer")]
    assert letters_since(session, before) == [("interest_shown", "Dao")]


def test_interest_gives_its_voice_to_what_the_engine_suggested(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    match.score, match.reasons = 0.4, [{"share": 1}]
    again = matches.show_interest(session, match.need, match.offer, note="", by=cast.carla, now=NOON)
    assert (again.id, again.origin, again.score) == (match.id, Origin.INTEREST, 0.4)


def test_a_second_interest_does_not_overwrite_the_first(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    match = matches.show_interest(session, need, offer, note="We know the place.", by=cast.carla, now=NOON)
    with pytest.raises(IllegalTransition, match="already shown interest"):
        matches.show_interest(session, need, offer, note="", by=cast.carla, now=NOON)
    assert match.interest_note == "We know the place."


def test_a_donor_does_not_speak_for_another(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(NotAllowed, match="your own published offers"):
        matches.show_interest(session, need, offer, note="", by=cast.chen, now=NOON)


def test_interest_wants_a_published_offer(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    for state in sorted({*OfferState} - {OfferState.PUBLISHED}):
        offer = an_offer(session, cast, state=state)
        with pytest.raises(NotAllowed):
            matches.show_interest(session, need, offer, note="", by=cast.carla, now=NOON)


@pytest.mark.parametrize("visibility", [Visibility.SECRETARIAT, Visibility.NAMED_DONORS])
def test_a_donor_shows_no_interest_in_what_they_may_not_read(
    session: Session, cast: Cast, visibility: Visibility
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, named=(cast.chen,))
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(NotAllowed):
        matches.show_interest(session, need, offer, note="", by=cast.carla, now=NOON)


@pytest.mark.parametrize("state", sorted({*NeedState} - {NeedState.PUBLISHED, NeedState.IN_MATCHING}))
def test_only_an_open_need_is_matched(session: Session, cast: Cast, state: NeedState) -> None:
    need = a_need(session, cast, state=state)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises((IllegalTransition, NotAllowed)):
        matches.pick(session, need, offer, by=cast.dao, now=NOON)
    with pytest.raises((IllegalTransition, NotAllowed)):
        matches.show_interest(session, need, offer, note="", by=cast.carla, now=NOON)


@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "dao"])
def test_only_a_case_officer_picks_a_pair(session: Session, cast: Cast, name: str) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(NotAllowed):
        matches.pick(session, need, offer, by=getattr(cast, name), now=NOON)


def test_a_pair_under_review_is_not_brought_up_again(session: Session, cast: Cast) -> None:
    match = a_match(session, cast, state=MatchState.SHORTLISTED)
    with pytest.raises(IllegalTransition, match="already looking at this pair"):
        matches.pick(session, match.need, match.offer, by=cast.dao, now=NOON)


def test_nobody_releases_what_they_proposed(session: Session, cast: Cast) -> None:
    proposed, agreed = ready(session, cast, "to_release"), ready(session, cast, "both")
    cast.dao.role = Role.RELEASER
    with pytest.raises(NotAllowed):
        matches.release(session, proposed, by=cast.dao, now=NOON)
    with pytest.raises(NotAllowed):
        matches.introduce(session, agreed, by=cast.dao, now=NOON)


def test_the_requester_is_asked_first(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "consent_asked")
    for refused in (
        lambda: matches.accept_as_donor(session, match, by=cast.carla, now=NOON),
        lambda: matches.decline_as_donor(session, match, **WHY, by=cast.carla, now=NOON),
    ):
        with pytest.raises(IllegalTransition, match="asked first"):
            refused()


def test_each_side_has_its_time_to_answer(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "consent_asked")
    assert match.answer_by == date(2026, 12, 11)  # fifteen working days
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    assert match.answer_by == date(2027, 1, 21)  # sixty days
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    assert match.answer_by is None


def test_each_side_says_yes_once(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "both")
    with pytest.raises(IllegalTransition, match="already said yes"):
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    with pytest.raises(IllegalTransition, match="already said yes"):
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)


def test_nobody_is_introduced_before_both_said_yes(session: Session, cast: Cast) -> None:
    for state in ("consent_asked", "half"):
        match = ready(session, cast, state)
        with pytest.raises(IllegalTransition, match="Both sides must say yes"):
            matches.introduce(session, match, by=cast.erik, now=NOON)


@pytest.mark.parametrize(
    ("deed", "who", "state"),
    [
        ("shortlist", "dao", MatchState.SUGGESTED),
        ("release", "erik", MatchState.TO_RELEASE),
        ("introduce", "erik", MatchState.CONSENT_ASKED),
    ],
)
@pytest.mark.parametrize("side", ["need", "offer"])
def test_nobody_is_brought_together_over_what_has_left_the_catalogue(
    session: Session, cast: Cast, deed: str, who: str, state: MatchState, side: str
) -> None:
    """Though the worker, or whoever ends what is under way, has not come to it yet."""
    match = a_match(session, cast, state=state)
    if deed == "introduce":
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
        matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    if side == "need":
        move(session, match.need, Action.HOLD_NEED, by=cast.amina, now=NOON)
    else:
        move(session, match.offer, Action.SUSPEND_OFFER, by=cast.erik, now=NOON)
    with pytest.raises(IllegalTransition, match=f"The {side} is no longer open"):
        getattr(matches, deed)(session, match, by=getattr(cast, who), now=NOON)
    assert match.state == state


def test_a_donor_who_was_never_asked_never_hears_of_a_no(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "consent_asked")
    before = letters(session)
    matches.decline_as_requester(session, match, **WHY, by=cast.amina, now=NOON)
    assert letters_since(session, before) == []


def test_a_donor_who_was_asked_hears_that_it_does_not_go_ahead(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "half")
    before = letters(session)
    matches.decline_as_requester(session, match, **WHY, by=cast.amina, now=NOON)
    session.flush()
    assert letters_since(session, before) == [("not_proceeding", "Carla")]


def test_the_reason_of_a_no_stays_with_the_secretariat(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "half")
    matches.decline_as_donor(session, match, **WHY, by=cast.carla, now=NOON)
    session.flush()
    assert (match.decline_reason, last_row(session, match).private) == (DeclineReason.TIMING, True)


def test_the_introduction_is_dated(session: Session, cast: Cast) -> None:
    match = ready(session, cast, "both")
    matches.introduce(session, match, by=cast.erik, now=NOON)
    session.flush()
    assert (match.introduced_at, match.released_by_id, match.reviewed_by_id) == (
        NOON,
        cast.erik.id,
        cast.dao.id,
    )
