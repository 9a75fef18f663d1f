"""WHO may do what: one table, role x action. Deny by default; *when* is the workflow's affair.

A cell is a predicate over (actor, thing). The table prints itself to docs/generated/policy.md.
"""

from collections.abc import Callable
from typing import Any, Protocol

from matchmaker.actions import Action
from matchmaker.vocabulary import (
    INTRODUCED_MATCH_STATES,
    OPEN_NEED_STATES,
    OPEN_OFFER_STATES,
    MatchState,
    Role,
    Visibility,
)


class Actor(Protocol):
    """Whoever acts: a person who is signed in, the visitor, or the portal itself."""

    id: int | None
    role: Role
    organisation_id: int | None


Rule = Callable[[Actor, Any], bool]

IN_REVIEW = frozenset({MatchState.SUGGESTED, MatchState.SHORTLISTED, MatchState.TO_RELEASE})
TO_ALL = frozenset({Visibility.PUBLIC, Visibility.PUBLIC_SUMMARY})
TO_DONORS = TO_ALL | {Visibility.DONORS}


def no(actor: Actor, thing: Any) -> bool:
    return False


def yes(actor: Actor, thing: Any) -> bool:
    return True


def own(actor: Actor, thing: Any) -> bool:
    """The need is of the actor's State; the offer is of the actor's organisation."""
    return actor.organisation_id is not None and thing.organisation_id == actor.organisation_id


def received(actor: Actor, thing: Any) -> bool:
    """It has reached the secretariat: drafts belong to their writers alone."""
    return thing.submitted_at is not None


def own_and_received(actor: Actor, thing: Any) -> bool:
    """With whom would a draft be discussed? The thread opens when the secretariat has received it."""
    return own(actor, thing) and received(actor, thing)


def fresh_eyes(actor: Actor, thing: Any) -> bool:
    """Four eyes: the actor is not the one who reviewed it."""
    return received(actor, thing) and thing.reviewed_by_id is not None and thing.reviewed_by_id != actor.id


def listed(actor: Actor, need: Any) -> bool:
    """Anybody may know of the need, at least by its public summary."""
    return need.state in OPEN_NEED_STATES and need.visibility in TO_ALL


def unrestricted(actor: Actor, need: Any) -> bool:
    return need.state in OPEN_NEED_STATES and need.visibility == Visibility.PUBLIC


def for_donor(actor: Actor, need: Any) -> bool:
    """Open to all cleared donors, or to this one by name."""
    if need.state not in OPEN_NEED_STATES:
        return False
    named = need.visibility == Visibility.NAMED_DONORS and actor.organisation_id in need.named_donor_ids
    return need.visibility in TO_DONORS or named


def block(name: str) -> tuple[Rule, Rule]:
    """Rules for one block of a need: (for anybody, for a donor). A block is never wider than its need."""

    def anybody(actor: Actor, need: Any) -> bool:
        return unrestricted(actor, need) and getattr(need, name) == Visibility.PUBLIC

    def donor(actor: Actor, need: Any) -> bool:
        shown = getattr(need, name)
        named = shown == Visibility.NAMED_DONORS and actor.organisation_id in need.named_donor_ids
        return for_donor(actor, need) and (shown in TO_DONORS or named)

    return anybody, donor


def own_or(rule: Rule) -> Rule:
    def own_or_rule(actor: Actor, thing: Any) -> bool:
        return own(actor, thing) or rule(actor, thing)

    own_or_rule.__name__ = f"own_or_{rule.__name__}"
    return own_or_rule


def public_offer(actor: Actor, offer: Any) -> bool:
    return offer.state in OPEN_OFFER_STATES and offer.visibility == Visibility.PUBLIC


def own_or_donor_offer(actor: Actor, offer: Any) -> bool:
    """A donor officer also reads what other donors show to donors."""
    shown = offer.visibility in (Visibility.PUBLIC, Visibility.DONORS)
    return own(actor, offer) or (offer.state in OPEN_OFFER_STATES and shown)


def asks(actor: Actor, match: Any) -> bool:
    """The actor's State asks in this match. What is still in review it sees only as the engine's suggestion:
    that a donor showed interest, or that staff picked the offer, is told when the State is asked."""
    seen = match.score > 0 if match.state in IN_REVIEW else match.state != MatchState.DISMISSED
    return own(actor, match.need) and seen


def gives(actor: Actor, match: Any) -> bool:
    """The actor's organisation gives, and either reads the need anyway or the requester said yes.

    What ended before the requester said yes never reached the donor, who shall not learn of it now.
    """
    ended = match.state in (MatchState.DECLINED, MatchState.LAPSED)
    told = match.requester_accepted_at is not None or (not ended and for_donor(actor, match.need))
    return own(actor, match.offer) and match.state != MatchState.DISMISSED and told


def introduced(actor: Actor, match: Any) -> bool:
    return match.state in INTRODUCED_MATCH_STATES


def asks_introduced(actor: Actor, match: Any) -> bool:
    return own(actor, match.need) and match.state in INTRODUCED_MATCH_STATES


def gives_introduced(actor: Actor, match: Any) -> bool:
    return own(actor, match.offer) and match.state in INTRODUCED_MATCH_STATES


def reviewed_by_another(actor: Actor, match: Any) -> bool:
    """Four eyes: nobody releases a match that they themselves proposed."""
    return match.reviewed_by_id is not None and match.reviewed_by_id != actor.id


ANY_CONTACT, DONOR_CONTACT = block("contact_visibility")
ANY_BUDGET, DONOR_BUDGET = block("budget_visibility")
ANY_ASSISTANCE, DONOR_ASSISTANCE = block("assistance_visibility")
OWN_OR_ANY_CONTACT, OWN_OR_ANY_BUDGET = own_or(ANY_CONTACT), own_or(ANY_BUDGET)
OWN_OR_ANY_ASSISTANCE = own_or(ANY_ASSISTANCE)
own_or_listed, own_or_unrestricted = own_or(listed), own_or(unrestricted)

# fmt: off
TABLE: dict[Action, tuple[Rule, ...]] = {
    #                             visitor         drafter                focal point            donor officer       case officer  releaser             auditor         administrator   portal
    Action.READ_HOME:             (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_NEEDS:            (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_OFFERS:           (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.CHOOSE_LANGUAGE:       (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.STOP_LETTERS:          (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_FIGURES:          (yes,           yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_DESK:             (no,            yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_PREFERENCES:      (no,            yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.CHOOSE_PREFERENCES:    (no,            yes,                   yes,                   yes,                yes,          yes,                 yes,            yes,            no),
    Action.READ_NEED:             (listed,        own_or_listed,         own_or_listed,         for_donor,          received,     received,            listed,         listed,         no),
    Action.READ_NEED_WHOLE:       (unrestricted,  own_or_unrestricted,   own_or_unrestricted,   for_donor,          received,     received,            unrestricted,   unrestricted,   no),
    Action.READ_NEED_CONTACT:     (ANY_CONTACT,   OWN_OR_ANY_CONTACT,    OWN_OR_ANY_CONTACT,    DONOR_CONTACT,      received,     received,            ANY_CONTACT,    ANY_CONTACT,    no),
    Action.READ_NEED_BUDGET:      (ANY_BUDGET,    OWN_OR_ANY_BUDGET,     OWN_OR_ANY_BUDGET,     DONOR_BUDGET,       received,     received,            ANY_BUDGET,     ANY_BUDGET,     no),
    Action.READ_NEED_ASSISTANCE:  (ANY_ASSISTANCE, OWN_OR_ANY_ASSISTANCE, OWN_OR_ANY_ASSISTANCE, DONOR_ASSISTANCE,  received,     received,            ANY_ASSISTANCE, ANY_ASSISTANCE, no),
    Action.READ_NEED_PARTNERS:    (no,            own,                   own,                   no,                 received,     received,            no,             no,             no),
    Action.READ_NEED_HISTORY:     (no,            own,                   own,                   no,                 received,     received,            no,             no,             no),
    Action.READ_NEED_PREVIEW:     (no,            own,                   own,                   no,                 received,     received,            no,             no,             no),
    Action.READ_NEED_THREAD:      (no,            own,                   own,                   no,                 received,     received,            no,             no,             no),
    Action.READ_NEED_MATCHES:     (no,            own,                   own,                   no,                 received,     received,            no,             no,             no),
    Action.READ_NEED_WHY:         (no,            no,                    no,                    no,                 received,     received,            no,             no,             no),
    Action.READ_OFFER:            (public_offer,  public_offer,          public_offer,          own_or_donor_offer, received,     received,            public_offer,   public_offer,   no),
    Action.READ_OFFER_HISTORY:    (no,            no,                    no,                    own,                received,     received,            no,             no,             no),
    Action.READ_OFFER_THREAD:     (no,            no,                    no,                    own,                received,     received,            no,             no,             no),
    Action.READ_OFFER_MATCHES:    (no,            no,                    no,                    own,                received,     received,            no,             no,             no),
    Action.READ_MATCH:            (no,            asks,                  asks,                  gives,              yes,          yes,                 no,             no,             no),
    Action.READ_MATCH_CONTACTS:   (no,            asks_introduced,       asks_introduced,       gives_introduced,   yes,          yes,                 no,             no,             no),
    Action.READ_MATCH_THREAD:     (no,            asks_introduced,       asks_introduced,       gives_introduced,   introduced,   introduced,          no,             no,             no),
    Action.READ_MATCH_REVIEW:     (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.READ_QUEUE:            (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.READ_LETTERS:          (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.SEND_LETTER_AGAIN:     (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.READ_TRAIL:            (no,            no,                    no,                    no,                 no,           no,                  yes,            no,             no),
    Action.EXPORT_TRAIL:          (no,            no,                    no,                    no,                 no,           no,                  yes,            no,             no),
    Action.READ_LEXICON:           (no,            no,                    no,                    no,                 yes,          yes,                 no,             yes,            no),
    Action.READ_LESSONS:          (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.ADMINISTER:            (no,            no,                    no,                    no,                 no,           no,                  no,             yes,            no),
    Action.APPOINT_PERSON:        (no,            no,                    no,                    no,                 no,           no,                  no,             yes,            no),

    Action.WRITE_NEED:            (no,            yes,                   yes,                   no,                 no,           no,                  no,             no,             no),
    Action.EDIT_NEED:             (no,            own,                   own,                   no,                 no,           no,                  no,             no,             no),
    Action.ASSIGN_NEED:           (no,            no,                    no,                    no,                 received,     received,            no,             no,             no),
    Action.CORRECT_NEED:          (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.ASK_CLEARANCE:         (no,            own,                   own,                   no,                 no,           no,                  no,             no,             no),
    Action.REFUSE_CLEARANCE:      (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.CLEAR_NEED:            (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.DISCUSS_NEED:          (no,            own_and_received,      own_and_received,      no,                 received,     received,            no,             no,             no),
    Action.SUBMIT_NEED:           (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.CHECK_NEED:            (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.SEND_BACK_NEED:        (no,            no,                    no,                    no,                 received,     received,            no,             no,             no),
    Action.SUMMARISE_NEED:        (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.AGREE_TO_NEED:         (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.OBJECT_TO_NEED:        (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.PUBLISH_NEED:          (no,            no,                    no,                    no,                 no,           fresh_eyes,          no,             no,             no),
    Action.START_MATCHING_NEED:   (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.CONFIRM_NEED:          (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.MARK_NEED_UNCONFIRMED: (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.HOLD_NEED:             (no,            no,                    own,                   no,                 received,     received,            no,             no,             no),
    Action.RESUME_NEED:           (no,            no,                    own,                   no,                 received,     received,            no,             no,             no),
    Action.WITHDRAW_NEED:         (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.DO_NOT_TAKE_UP_NEED:   (no,            no,                    no,                    no,                 no,           received,            no,             no,             no),
    Action.REPLY_NEED:            (no,            no,                    own,                   no,                 no,           no,                  no,             no,             no),
    Action.MERGE_NEED:            (no,            no,                    no,                    no,                 no,           received,            no,             no,             no),
    Action.MARK_NEED_MATCHED:     (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.REOPEN_NEED:           (no,            no,                    own,                   no,                 received,     received,            no,             no,             yes),
    Action.START_DELIVERY_OF_NEED: (no,           no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.MARK_NEED_DELIVERED:   (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.CLOSE_NEED:            (no,            no,                    no,                    no,                 no,           received,            no,             no,             no),

    Action.WRITE_OFFER:           (no,            no,                    no,                    yes,                no,           no,                  no,             no,             no),
    Action.EDIT_OFFER:            (no,            no,                    no,                    own,                no,           no,                  no,             no,             no),
    Action.DISCUSS_OFFER:         (no,            no,                    no,                    own_and_received,   received,     received,            no,             no,             no),
    Action.ASSIGN_OFFER:          (no,            no,                    no,                    no,                 received,     received,            no,             no,             no),
    Action.CORRECT_OFFER:         (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.SUBMIT_OFFER:          (no,            no,                    no,                    own,                no,           no,                  no,             no,             no),
    Action.CHECK_OFFER:           (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.SEND_BACK_OFFER:       (no,            no,                    no,                    no,                 received,     received,            no,             no,             no),
    Action.PUBLISH_OFFER:         (no,            no,                    no,                    no,                 no,           fresh_eyes,          no,             no,             no),
    Action.EXHAUST_OFFER:         (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.REPLENISH_OFFER:       (no,            no,                    no,                    own,                no,           no,                  no,             no,             yes),
    Action.EXPIRE_OFFER:          (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.RENEW_OFFER:           (no,            no,                    no,                    own,                no,           no,                  no,             no,             no),
    Action.SUSPEND_OFFER:         (no,            no,                    no,                    own,                received,     received,            no,             no,             no),
    Action.RESUME_OFFER:          (no,            no,                    no,                    own,                no,           received,            no,             no,             no),
    Action.MARK_OFFER_UNCONFIRMED: (no,           no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.CONFIRM_OFFER:         (no,            no,                    no,                    own,                no,           no,                  no,             no,             no),
    Action.WITHDRAW_OFFER:        (no,            no,                    no,                    own,                no,           no,                  no,             no,             no),

    Action.SUGGEST_MATCH:         (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.SHOW_INTEREST:         (no,            no,                    no,                    for_donor,          no,           no,                  no,             no,             no),
    Action.PICK_MATCH:            (no,            no,                    no,                    no,                 received,     no,                  no,             no,             no),
    Action.ASSIGN_MATCH:          (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
    Action.SHORTLIST_MATCH:       (no,            no,                    no,                    no,                 yes,          no,                  no,             no,             no),
    Action.DISMISS_MATCH:         (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             yes),
    Action.PROPOSE_MATCH:         (no,            no,                    no,                    no,                 yes,          no,                  no,             no,             no),
    Action.SEND_BACK_MATCH:       (no,            no,                    no,                    no,                 no,           reviewed_by_another, no,             no,             no),
    Action.UNLIST_MATCH:          (no,            no,                    no,                    no,                 yes,          no,                  no,             no,             no),
    Action.TAKE_BACK_MATCH:       (no,            no,                    no,                    no,                 yes,          no,                  no,             no,             no),
    Action.RELEASE_MATCH:         (no,            no,                    no,                    no,                 no,           reviewed_by_another, no,             no,             no),
    Action.ACCEPT_AS_REQUESTER:   (no,            no,                    asks,                  no,                 no,           no,                  no,             no,             no),
    Action.DECLINE_AS_REQUESTER:  (no,            no,                    asks,                  no,                 no,           no,                  no,             no,             no),
    Action.ACCEPT_AS_DONOR:       (no,            no,                    no,                    gives,              no,           no,                  no,             no,             no),
    Action.DECLINE_AS_DONOR:      (no,            no,                    no,                    gives,              no,           no,                  no,             no,             no),
    Action.LAPSE_MATCH:           (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.INTRODUCE_MATCH:       (no,            no,                    no,                    no,                 no,           reviewed_by_another, no,             no,             no),
    Action.DISCUSS_MATCH:         (no,            no,                    asks_introduced,       gives_introduced,   introduced,   introduced,          no,             no,             no),
    Action.EXPLORE_MATCH:         (no,            no,                    asks,                  gives,              yes,          no,                  no,             no,             no),
    Action.ANSWER_CONTACT:        (no,            no,                    asks,                  gives,              no,           no,                  no,             no,             no),
    Action.RECORD_AGREEMENT:      (no,            no,                    asks,                  gives,              yes,          no,                  no,             no,             no),
    Action.RECORD_PART_AGREEMENT: (no,            no,                    asks,                  gives,              yes,          no,                  no,             no,             no),
    Action.STOP_MATCH:            (no,            no,                    asks,                  gives,              no,           yes,                 no,             no,             no),
    Action.START_DELIVERY_OF_MATCH: (no,          no,                    asks,                  gives,              yes,          no,                  no,             no,             no),
    Action.CONFIRM_RECEIPT:       (no,            no,                    asks,                  no,                 no,           no,                  no,             no,             no),
    Action.REPORT_DELIVERY:       (no,            no,                    no,                    gives,              no,           no,                  no,             no,             no),
    Action.MARK_MATCH_DELIVERED:  (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.GIVE_FEEDBACK:         (no,            no,                    asks,                  gives,              no,           no,                  no,             no,             no),
    Action.REPORT_USE:            (no,            no,                    asks,                  no,                 no,           no,                  no,             no,             no),
    Action.CLOSE_MATCH:           (no,            no,                    no,                    no,                 no,           yes,                 no,             no,             no),
    Action.REOPEN_MATCH:          (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),

    Action.WRITE_CONCEPT:          (no,            no,                    no,                    no,                 yes,          yes,                 no,             yes,            no),
    Action.EDIT_CONCEPT:           (no,            no,                    no,                    no,                 yes,          yes,                 no,             yes,            no),
    Action.RETIRE_CONCEPT:         (no,            no,                    no,                    no,                 yes,          yes,                 no,             yes,            no),
    Action.RESTORE_CONCEPT:        (no,            no,                    no,                    no,                 yes,          yes,                 no,             yes,            no),

    Action.PROPOSE_LESSON:        (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.ADOPT_LESSON:          (no,            no,                    no,                    no,                 no,           yes,                 no,             no,             no),
    Action.REPLACE_LESSON:        (no,            no,                    no,                    no,                 no,           no,                  no,             no,             yes),
    Action.ROLL_BACK_LESSON:      (no,            no,                    no,                    no,                 no,           yes,                 no,             no,             no),
    Action.REJECT_LESSON:         (no,            no,                    no,                    no,                 yes,          yes,                 no,             no,             no),
}
# fmt: on
COLUMNS = tuple(Role)


def can(actor: Actor, action: Action, thing: Any = None) -> bool:
    """Whether *actor* may do *action* to *thing*; an action without a row is refused."""
    row = TABLE.get(action)
    return row is not None and row[COLUMNS.index(actor.role)](actor, thing)
