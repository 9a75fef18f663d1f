"""WHO reads what of a pool: for each State and each donor, in each state of the pool and of the answers."""

from dataclasses import dataclass, field
from itertools import product

import pytest

from matchmaker.actions import Action
from matchmaker.policy import can
from matchmaker.vocabulary import InvitationState, NeedState, PoolState, Role, Visibility
from tests.policy.test_policy import ANeed, Somebody, doers

FIRST, SECOND, THIRD, STRANGER, DONOR = 1, 2, 3, 4, 5
STAFF = {Role.CASE_OFFICER, Role.RELEASER}
STATES = (Role.DRAFTER, Role.FOCAL_POINT)


@dataclass
class AnInvitation:
    organisation_id: int
    state: InvitationState
    need: ANeed = field(default_factory=ANeed)
    pool: object = None


@dataclass
class APool:
    state: PoolState
    invitations: list[AnInvitation]

    def __post_init__(self) -> None:
        for one in self.invitations:
            one.pool = self

    @property
    def joined(self) -> list[AnInvitation]:
        return [one for one in self.invitations if one.state == InvitationState.JOINED]


def a_pool(*answers: str, state: PoolState = PoolState.STANDING, **of_third: object) -> APool:
    """Of FIRST, SECOND and THIRD, with these answers."""
    rows = zip((FIRST, SECOND, THIRD), answers, strict=True)
    pool = APool(state, [AnInvitation(place, InvitationState(answer)) for place, answer in rows])
    pool.invitations[2].need = ANeed(organisation_id=THIRD, **of_third)
    return pool


@pytest.mark.parametrize(("state", "answer"), product(PoolState, InvitationState))
def test_a_state_that_was_asked_reads_the_pool_whatever_it_has_said(
    state: PoolState, answer: InvitationState
) -> None:
    pool = a_pool("joined", "joined", answer, state=state)
    for role in STATES:
        assert can(Somebody(role, THIRD), Action.READ_POOL, pool)
        assert not can(Somebody(role, STRANGER), Action.READ_POOL, pool)
        assert can(Somebody(role, THIRD), Action.READ_INVITATION, pool.invitations[2])
    hears = {Role.DONOR_OFFICER} if state == PoolState.STANDING else set()  # of the two public ones
    assert doers(Action.READ_POOL, pool, None) == STAFF | hears


@pytest.mark.parametrize(("state", "mine", "theirs"), product(PoolState, InvitationState, InvitationState))
def test_only_those_who_have_said_yes_read_of_each_other(
    state: PoolState, mine: InvitationState, theirs: InvitationState
) -> None:
    pool = a_pool(mine, theirs, "joined", state=state)
    both = mine == theirs == InvitationState.JOINED and state == PoolState.STANDING
    member = mine == InvitationState.JOINED and state == PoolState.STANDING
    for role in STATES:
        assert can(Somebody(role, FIRST), Action.READ_INVITATION, pool.invitations[1]) is both
        for action in (Action.READ_POOL_CONTACTS, Action.READ_POOL_THREAD, Action.DISCUSS_POOL):
            assert can(Somebody(role, FIRST), action, pool) is member


@pytest.mark.parametrize("visibility", Visibility)
def test_a_donor_hears_of_a_pool_if_two_of_its_needs_are_open_to_donors(visibility: Visibility) -> None:
    officer = Somebody(Role.DONOR_OFFICER, DONOR)
    pool = a_pool("joined", "asked", "joined", visibility=visibility)
    read = visibility in (Visibility.PUBLIC, Visibility.PUBLIC_SUMMARY, Visibility.DONORS)
    assert can(officer, Action.READ_POOL, pool) is read
    seen = [can(officer, Action.READ_INVITATION, one) for one in pool.invitations]
    assert seen == [read, False, read]
    pool.state = PoolState.PROPOSED
    assert not can(officer, Action.READ_POOL, pool)


def test_what_a_donor_reads_is_the_same_with_and_without_a_confidential_need() -> None:
    officer = Somebody(Role.DONOR_OFFICER, DONOR)
    with_it = a_pool("joined", "joined", "joined", visibility=Visibility.SECRETARIAT)
    without = a_pool("joined", "joined", "declined")
    for pool in (with_it, without):
        seen = [can(officer, Action.READ_INVITATION, one) for one in pool.invitations]
        assert (can(officer, Action.READ_POOL, pool), seen) == (True, [True, True, False])
        assert not can(officer, Action.READ_POOL_CONTACTS, pool)


def test_a_need_that_is_hidden_is_hidden_from_its_fellows_too() -> None:
    pool = a_pool("joined", "joined", "joined", state=PoolState.STANDING)
    pool.invitations[2].need.state = NeedState.ON_HOLD
    assert not can(Somebody(Role.FOCAL_POINT, FIRST), Action.READ_INVITATION, pool.invitations[2])
    assert can(Somebody(Role.FOCAL_POINT, THIRD), Action.READ_INVITATION, pool.invitations[2])


def test_who_was_asked_and_what_each_said_is_for_the_secretariat_alone() -> None:
    pool = a_pool("joined", "joined", "declined")
    for place in (FIRST, SECOND, THIRD, STRANGER, DONOR):
        assert doers(Action.READ_POOL_ANSWERS, pool, place) == STAFF


def test_a_visitor_the_auditor_and_the_administrator_read_nothing_of_a_pool() -> None:
    pool = a_pool("joined", "joined", "joined")
    for role in (Role.VISITOR, Role.AUDITOR, Role.ADMINISTRATOR):
        for action in Action:
            if action.value.startswith(("pool.", "invitation.")) and action is not Action.PROPOSE_POOL:
                assert not can(Somebody(role, FIRST), action, pool), action
