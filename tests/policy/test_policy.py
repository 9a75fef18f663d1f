"""WHO: what each role may never do, whatever else changes in the table."""

from dataclasses import dataclass, field

import pytest

from matchmaker.actions import Action
from matchmaker.policy import TABLE, can
from matchmaker.rules import no
from matchmaker.vocabulary import MatchState, NeedState, OfferState, Role, Visibility
from matchmaker.workflow.match import MATCH
from tests.cast import NOON

HERE, THERE = 1, 2  # two organisations
STAFF = {Role.CASE_OFFICER, Role.RELEASER}


@dataclass(frozen=True)
class Somebody:
    role: Role
    organisation_id: int | None = HERE
    id: int | None = 7
    recused_ids: frozenset[int] = frozenset()


@dataclass
class ANeed:
    """What the policy looks at."""

    organisation_id: int = HERE
    state: NeedState = NeedState.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    contact_visibility: Visibility = Visibility.SECRETARIAT
    budget_visibility: Visibility = Visibility.DONORS
    assistance_visibility: Visibility = Visibility.PUBLIC
    submitted_at: object = NOON
    reviewed_by_id: int | None = 1
    named_donor_ids: frozenset[int] = frozenset()


@dataclass
class AnOffer:
    organisation_id: int = THERE
    state: OfferState = OfferState.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    submitted_at: object = NOON
    reviewed_by_id: int | None = 1


@dataclass
class AMatch:
    need: ANeed = field(default_factory=ANeed)
    offer: AnOffer = field(default_factory=AnOffer)
    state: MatchState = MatchState.CONSENT_ASKED
    requester_accepted_at: object = None
    reviewed_by_id: int | None = 1


def doers(action: Action, thing: object = None, organisation_id: int | None = HERE) -> set[Role]:
    """Every role that may do *action* to *thing*, as somebody of *organisation_id*."""
    return {role for role in Role if can(Somebody(role, organisation_id), action, thing)}


def granted(role: Role) -> set[str]:
    """Verbs by noun that the role may ever do."""
    column = list(Role).index(role)
    return {action.value for action, row in TABLE.items() if row[column] is not no}


def test_a_visitor_only_reads_signs_in_and_by_a_signed_address_stops_letters_or_chooses_a_password() -> None:
    assert {word for word in granted(Role.VISITOR) if not reads(word)} == {
        "home.language",
        "passwords.ask",
        "passwords.choose",
        "preferences.stop",
        "factor.prove",  # of whoever has given the password, and is a visitor until then
        "factor.enrol",
        "passkeys.add",
        "passkeys.use",
        "identities.seek",
        "identities.use",
    }


def reads(word: str) -> bool:
    noun, verb = word.split(".")
    return noun == "help" or verb.startswith(("read", "show", "index"))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_neither_auditor_nor_administrator_decides_anything(role: Role) -> None:
    deeds = {word for word in granted(role) if not reads(word)}
    assert {word for word in deeds if word.split(".")[0] in {"need", "offer", "match"}} == set()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.VISITOR])
def test_they_read_of_a_need_what_everybody_reads(role: Role) -> None:
    for visibility in Visibility:
        need = ANeed(visibility=visibility)
        expected = visibility in (Visibility.PUBLIC, Visibility.PUBLIC_SUMMARY)
        assert can(Somebody(role), Action.READ_NEED, need) is expected
        assert can(Somebody(role), Action.READ_NEED_WHOLE, need) is (visibility == Visibility.PUBLIC)


def test_a_focal_point_edits_no_offer_and_a_donor_no_need() -> None:
    assert not {word for word in granted(Role.FOCAL_POINT) if word.startswith("offer.") and not reads(word)}
    assert not {word for word in granted(Role.DONOR_OFFICER) if word.startswith("need.") and not reads(word)}


@pytest.mark.proves("S9")
@pytest.mark.parametrize("side", [HERE, THERE])
def test_staff_with_an_interest_in_one_side_only_talk_about_a_match_and_hand_it_on(side: int) -> None:
    may = set()
    for role in STAFF:
        dao = Somebody(role, organisation_id=3, recused_ids=frozenset({side}))
        may |= {action for action in MATCH.moves if can(dao, action, AMatch(state=MatchState.INTRODUCED))}
    assert may == {Action.ASSIGN_MATCH, Action.DISCUSS_MATCH}


def test_the_secretariat_changes_the_substance_of_nothing() -> None:
    for action in (Action.WRITE_NEED, Action.EDIT_NEED):
        assert doers(action, ANeed()) == {Role.DRAFTER, Role.FOCAL_POINT}
    for action in (Action.WRITE_OFFER, Action.EDIT_OFFER):
        assert doers(action, AnOffer(organisation_id=HERE)) == {Role.DONOR_OFFICER}


def test_a_drafter_neither_clears_nor_submits_nor_answers() -> None:
    actions = (Action.CLEAR_NEED, Action.SUBMIT_NEED, Action.WITHDRAW_NEED, Action.AGREE_TO_NEED)
    for action in actions:
        assert doers(action, ANeed()) == {Role.FOCAL_POINT}
    assert doers(Action.ACCEPT_AS_REQUESTER, AMatch()) == {Role.FOCAL_POINT}


# By which a new one is begun.
OF_NO_NEED = {Action.WRITE_NEED, Action.READ_NEED_FORM, Action.DOWNLOAD_NEED_FORM, Action.UPLOAD_NEED}


def test_another_state_does_nothing_to_a_need() -> None:
    need = ANeed(visibility=Visibility.SECRETARIAT)
    for action in Action:
        if action.value.startswith("need.") and action not in OF_NO_NEED:
            assert not can(Somebody(Role.FOCAL_POINT, THERE), action, need), action


@pytest.mark.parametrize(
    "state", [NeedState.SUBMITTED, NeedState.ON_HOLD, NeedState.UNCONFIRMED, NeedState.CLOSED]
)
def test_outsiders_read_nothing_of_a_need_that_is_not_open(state: NeedState) -> None:
    need = ANeed(state=state, named_donor_ids=frozenset({THERE}))
    assert doers(Action.READ_NEED, need, THERE) == STAFF


def test_a_draft_is_read_by_its_own_state_alone() -> None:
    need = ANeed(state=NeedState.DRAFT, submitted_at=None)
    assert doers(Action.READ_NEED, need) == {Role.DRAFTER, Role.FOCAL_POINT}
    assert doers(Action.READ_NEED, need, THERE) == set()


def test_a_named_donor_reads_and_an_unnamed_one_does_not() -> None:
    need = ANeed(visibility=Visibility.NAMED_DONORS, named_donor_ids=frozenset({THERE}))
    assert can(Somebody(Role.DONOR_OFFICER, THERE), Action.READ_NEED_WHOLE, need)
    assert not can(Somebody(Role.DONOR_OFFICER, 3), Action.READ_NEED, need)


@pytest.mark.parametrize(
    ("action", "column"),
    [
        (Action.READ_NEED_CONTACT, "contact_visibility"),
        (Action.READ_NEED_BUDGET, "budget_visibility"),
        (Action.READ_NEED_ASSISTANCE, "assistance_visibility"),
    ],
)
@pytest.mark.parametrize("of_need", Visibility)
@pytest.mark.parametrize("of_block", Visibility)
def test_a_block_is_never_wider_than_its_need(
    action: Action, column: str, of_need: Visibility, of_block: Visibility
) -> None:
    need = ANeed(visibility=of_need, named_donor_ids=frozenset({THERE}), **{column: of_block})
    for role in Role:
        for place in (None, HERE, THERE, 3):
            reader = Somebody(role, place)
            if can(reader, action, need):
                assert can(reader, Action.READ_NEED_WHOLE, need)
    outsider = can(Somebody(Role.VISITOR, None), action, need)
    assert outsider is (of_need == of_block == Visibility.PUBLIC)
    assert can(Somebody(Role.FOCAL_POINT, HERE), action, need)


def test_partners_are_for_the_secretariat_and_the_state_itself() -> None:
    assert doers(Action.READ_NEED_PARTNERS, ANeed()) == {Role.DRAFTER, Role.FOCAL_POINT} | STAFF
    assert doers(Action.READ_NEED_PARTNERS, ANeed(), THERE) == STAFF


@pytest.mark.proves("S9")
@pytest.mark.parametrize(
    ("action", "thing"),
    [
        (Action.PUBLISH_NEED, ANeed),
        (Action.PUBLISH_OFFER, AnOffer),
        (Action.RELEASE_MATCH, AMatch),
        (Action.INTRODUCE_MATCH, AMatch),
        (Action.SEND_BACK_MATCH, AMatch),
    ],
)
def test_four_eyes(action: Action, thing: type) -> None:
    assert doers(action, thing(reviewed_by_id=1)) == {Role.RELEASER}
    assert doers(action, thing(reviewed_by_id=7)) == set()  # their own review
    assert doers(action, thing(reviewed_by_id=None)) == set()  # nobody's review


def test_contacts_are_shared_when_both_are_introduced() -> None:
    for state in MatchState:
        match = AMatch(state=state, requester_accepted_at=NOON)
        introduced = state in {
            MatchState.INTRODUCED,
            MatchState.EXPLORING,
            MatchState.AGREED,
            MatchState.PART_AGREED,
            MatchState.IN_DELIVERY,
            MatchState.DELIVERED,
            MatchState.CLOSED,
        }
        assert can(Somebody(Role.FOCAL_POINT, HERE), Action.READ_MATCH_CONTACTS, match) is introduced
        assert can(Somebody(Role.DONOR_OFFICER, THERE), Action.READ_MATCH_CONTACTS, match) is introduced


def test_a_donor_is_asked_about_a_need_that_they_could_not_read_before() -> None:
    match = AMatch(need=ANeed(visibility=Visibility.SECRETARIAT), requester_accepted_at=NOON)
    assert doers(Action.ACCEPT_AS_DONOR, match, THERE) == {Role.DONOR_OFFICER}
    match.requester_accepted_at = None
    assert doers(Action.ACCEPT_AS_DONOR, match, THERE) == set()


def test_the_review_is_not_for_either_side() -> None:
    for action in (Action.READ_MATCH_REVIEW, Action.READ_QUEUE):
        assert doers(action, AMatch()) == STAFF


def test_the_portal_reads_nothing_and_does_its_own_steps_only() -> None:
    assert {word for word in granted(Role.PORTAL) if reads(word)} == set()
    assert {word.split(".")[0] for word in granted(Role.PORTAL)} == {
        "need",
        "offer",
        "match",
        "lesson",
        "pool",
        "invitation",
        "profile",
        "person",  # whom nobody needs to know by name any more
        "organisation",  # whose name changes is vouched for no longer
    }


def test_somebody_of_no_organisation_owns_nothing() -> None:
    ownerless = ANeed(organisation_id=None, visibility=Visibility.SECRETARIAT)  # type: ignore[arg-type]  # the hole
    assert not can(Somebody(Role.FOCAL_POINT, None), Action.READ_NEED, ownerless)
    assert not can(Somebody(Role.FOCAL_POINT, None), Action.EDIT_NEED, ownerless)
