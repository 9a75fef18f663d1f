"""House law 5: every state can be reached, every state but the last can be left."""

import pytest

from matchmaker.actions import Action
from matchmaker.policy import TABLE
from matchmaker.vocabulary import (
    AccountState,
    AnnouncementState,
    AppointmentState,
    ConceptState,
    InvitationState,
    LessonState,
    MatchState,
    NeedState,
    Noun,
    OfferState,
    OrganisationState,
    PoolState,
    ProfileState,
)
from matchmaker.workflow.announcement import ANNOUNCEMENT
from matchmaker.workflow.appointment import APPOINTMENT
from matchmaker.workflow.concept import CONCEPT
from matchmaker.workflow.invitation import INVITATION
from matchmaker.workflow.lesson import LESSON
from matchmaker.workflow.machine import Life
from matchmaker.workflow.match import MATCH
from matchmaker.workflow.need import NEED
from matchmaker.workflow.offer import OFFER
from matchmaker.workflow.organisation import ORGANISATION
from matchmaker.workflow.person import PERSON
from matchmaker.workflow.pool import POOL
from matchmaker.workflow.profile import PROFILE

LIVES = {
    life.noun: life
    for life in (
        NEED,
        OFFER,
        MATCH,
        CONCEPT,
        LESSON,
        POOL,
        INVITATION,
        ORGANISATION,
        PERSON,
        PROFILE,
        APPOINTMENT,
        ANNOUNCEMENT,
    )
}
STATES = {
    Noun.NEED: NeedState,
    Noun.OFFER: OfferState,
    Noun.MATCH: MatchState,
    Noun.CONCEPT: ConceptState,
    Noun.LESSON: LessonState,
    Noun.POOL: PoolState,
    Noun.INVITATION: InvitationState,
    Noun.ORGANISATION: OrganisationState,
    Noun.PERSON: AccountState,
    Noun.PROFILE: ProfileState,
    Noun.APPOINTMENT: AppointmentState,
    Noun.ANNOUNCEMENT: AnnouncementState,
}
# Verbs that leave no trace in a life: reading, what brings a thing into the world, and what a new form is filled from.
NO_MOVE = ("read", "write", "copy", "download", "upload")
BRINGS_INTO_THE_WORLD = {
    Action.SUGGEST_MATCH,
    Action.PROPOSE_LESSON,
    Action.OPEN_ACCOUNT,
    Action.PROPOSE_APPOINTMENT,
}

# What words mean is never settled for good, and neither is whom to vouch for.
WITHOUT_END = {Noun.PROFILE, Noun.CONCEPT, Noun.ORGANISATION}

each_life = pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)


def reached_from(life: Life, start: object) -> set[object]:
    """States that moves lead to, in any number of steps."""
    reached = {start}
    while True:
        further = {
            move.target for move in life.moves.values() if move.target is not None and move.sources & reached
        }
        if further <= reached:
            return reached
        reached |= further


@each_life
def test_every_state_can_be_reached(life: Life) -> None:
    """Sabotaged: HOLD_NEED, the only way to on_hold, taken out."""
    assert set(STATES[life.noun]) - reached_from(life, life.start) == set()


@each_life
def test_every_state_but_the_last_can_be_left(life: Life) -> None:
    """Sabotaged: RENEW_OFFER and the way from expired to withdrawn taken out; CLOSED given a way to draft."""
    left = {state for move in life.moves.values() if move.target for state in move.sources - {move.target}}
    assert set(STATES[life.noun]) - left == life.ends


@each_life
def test_every_state_leads_to_an_end(life: Life) -> None:
    """Nothing goes round in circles for ever. Sabotaged: the ends of an offer emptied."""
    stuck = [state for state in STATES[life.noun] if not reached_from(life, state) & life.ends]
    assert stuck == [] or life.noun in WITHOUT_END


@each_life
def test_a_table_speaks_of_the_states_of_its_noun_only(life: Life) -> None:
    """Sabotaged: OfferState.EXPIRED as a source of WITHDRAW_NEED."""
    states = {state for move in life.moves.values() for state in (*move.sources, move.target or life.start)}
    assert {type(state) for state in states | life.ends} == {STATES[life.noun]}


@each_life
def test_every_move_has_a_policy_row_that_somebody_may_use(life: Life) -> None:
    """Sabotaged: the row of match.propose emptied to `no` for every role."""
    useless = [
        action
        for action in life.moves
        if action not in TABLE or {rule.__name__ for rule in TABLE[action]} == {"no"}
    ]
    assert useless == []


def test_every_deed_stands_in_the_life_of_its_noun() -> None:
    """Sabotaged: SUSPEND_OFFER taken out of the life of an offer."""
    homeless = [
        action
        for action in Action
        for noun, verb in [action.value.split(".", 1)]
        if noun in LIVES and not verb.startswith(NO_MOVE) and action not in BRINGS_INTO_THE_WORLD
        # Interest in a need, a pick and a pool are asked of the need that they are about.
        if action not in LIVES[Noun(noun)].moves and action not in NEED.moves
    ]
    assert homeless == []
