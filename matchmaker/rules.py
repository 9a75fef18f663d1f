"""The rules of the policy: predicates over (actor, thing). Which of them holds for whom stands in policy.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from matchmaker.vocabulary import (
    INTRODUCED_MATCH_STATES,
    OPEN_NEED_STATES,
    OPEN_OFFER_STATES,
    InvitationState,
    MatchState,
    OrganisationKind,
    PoolState,
    Role,
    Visibility,
)


class Actor(Protocol):
    """Whoever acts: a person who is signed in, the visitor, or the portal itself.

    `recused_ids`: the organisations in which they have declared an interest of their own.
    """

    id: int | None
    role: Role
    organisation_id: int | None
    recused_ids: frozenset[int]


@dataclass(frozen=True)
class Visitor:
    """Whoever has not signed in: what they may read, everybody may."""

    id: None = None
    role: Role = Role.VISITOR
    organisation_id: None = None
    recused_ids: frozenset[int] = frozenset()


VISITOR = Visitor()
Rule = Callable[[Actor, Any], bool]

CAME_TO_NOTHING = frozenset({MatchState.DECLINED, MatchState.LAPSED})
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


def private(actor: Actor, thing: Any) -> bool:
    """The thing is the actor's own: nobody else's affair, not even a colleague's."""
    return actor.id is not None and thing.person_id == actor.id


def received(actor: Actor, thing: Any) -> bool:
    """It has reached the secretariat: drafts belong to their writers alone."""
    return thing.submitted_at is not None


def own_and_received(actor: Actor, thing: Any) -> bool:
    """With whom would a draft be discussed? The thread opens when the secretariat has received it."""
    return own(actor, thing) and received(actor, thing)


def fresh_eyes(actor: Actor, thing: Any) -> bool:
    """Four eyes: the actor is not the one who reviewed it, and has no interest in whose it is."""
    reviewed = thing.reviewed_by_id is not None and thing.reviewed_by_id != actor.id
    return reviewed and no_interest(actor, thing)


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
    """The actor's State asks in this match. What is still in review it sees only as the engine's suggestion of an
    offer that it reads anyway: that a donor showed interest, that staff picked the offer, or that there is an offer
    which not everybody may read, is told when the State is asked."""
    if match.state in IN_REVIEW:
        return own(actor, match.need) and match.score > 0 and public_offer(actor, match.offer)
    if match.state in CAME_TO_NOTHING:
        return own(actor, match.need) and public_offer(actor, match.offer)
    return own(actor, match.need) and match.state != MatchState.DISMISSED


def gives(actor: Actor, match: Any) -> bool:
    """The actor's organisation gives, and either reads the need anyway or the requester said yes.

    What ended before the requester said yes never reached the donor, who shall not learn of it now; and of what came
    to nothing the yes holds no longer: the need goes on, and is the affair of others.
    """
    asked, reads = match.requester_accepted_at is not None, for_donor(actor, match.need)
    told = asked and reads if match.state in CAME_TO_NOTHING else asked or reads
    return own(actor, match.offer) and match.state != MatchState.DISMISSED and told


def introduced(actor: Actor, match: Any) -> bool:
    return match.state in INTRODUCED_MATCH_STATES


def asks_introduced(actor: Actor, match: Any) -> bool:
    return own(actor, match.need) and match.state in INTRODUCED_MATCH_STATES


def gives_introduced(actor: Actor, match: Any) -> bool:
    return own(actor, match.offer) and match.state in INTRODUCED_MATCH_STATES


def gives_and_goes_on(actor: Actor, match: Any) -> bool:
    """Once it is closed a donor reads of the need, which may go on without it, what it would read anyway."""
    over = match.state == MatchState.CLOSED and not for_donor(actor, match.need)
    return gives_introduced(actor, match) and not over


def impartial(actor: Actor, thing: Any) -> bool:
    """The actor has declared no interest in either side of a match, or in whose need or offer it is."""
    sides = (thing.need, thing.offer) if hasattr(thing, "offer") else (thing,)
    return actor.recused_ids.isdisjoint(side.organisation_id for side in sides)


def no_interest(actor: Actor, thing: Any) -> bool:
    return received(actor, thing) and impartial(actor, thing)


def reviewed_by_another(actor: Actor, match: Any) -> bool:
    """Four eyes: nobody releases a match that they themselves proposed, or in which they have an interest."""
    reviewed = match.reviewed_by_id is not None and match.reviewed_by_id != actor.id
    return reviewed and impartial(actor, match)


def invited(actor: Actor, pool: Any) -> bool:
    """A need of the actor's State was asked into the pool, whatever the State has said."""
    return any(own(actor, one) for one in pool.invitations)


def member(actor: Actor, pool: Any) -> bool:
    """The actor's State is in a pool that stands: those who have said yes know each other."""
    return pool.state == PoolState.STANDING and any(own(actor, one) for one in pool.joined)


def own_or_fellow(actor: Actor, invitation: Any) -> bool:
    """Nobody but the secretariat reads that another State was asked: only, among themselves, who has said yes."""
    in_it = invitation.state == InvitationState.JOINED and invitation.need.state in OPEN_NEED_STATES
    return own(actor, invitation) or (in_it and member(actor, invitation.pool))


def hears_of_pool(actor: Actor, pool: Any) -> bool:
    """A donor reads two of its needs at least: of one alone the pool would tell that there is another."""
    read = [one for one in pool.joined if for_donor(actor, one.need)]
    return pool.state == PoolState.STANDING and len(read) > 1


def pooled_for_donor(actor: Actor, invitation: Any) -> bool:
    in_it = invitation.state == InvitationState.JOINED and for_donor(actor, invitation.need)
    return in_it and hears_of_pool(actor, invitation.pool)


def oneself(actor: Actor, person: Any) -> bool:
    return person.id == actor.id


def somebody_else(actor: Actor, person: Any) -> bool:
    return person.id != actor.id


def proposed(actor: Actor, appointment: Any) -> bool:
    return appointment.proposed_by_id == actor.id


def proposed_by_another(actor: Actor, appointment: Any) -> bool:
    """Two administrators: neither whoever proposed it decides, nor whom it is about."""
    return actor.id not in (appointment.proposed_by_id, appointment.person_id)


def donor(actor: Actor, organisation: Any) -> bool:
    """Neither a State, which is named by its country, nor the secretariat."""
    return outside(actor, organisation) and organisation.kind != OrganisationKind.STATE


def outside(actor: Actor, organisation: Any) -> bool:
    """Not the secretariat: it does not vouch for itself."""
    return organisation.kind != OrganisationKind.SECRETARIAT


ANY_CONTACT, DONOR_CONTACT = block("contact_visibility")
ANY_BUDGET, DONOR_BUDGET = block("budget_visibility")
ANY_ASSISTANCE, DONOR_ASSISTANCE = block("assistance_visibility")
OWN_OR_ANY_CONTACT, OWN_OR_ANY_BUDGET = own_or(ANY_CONTACT), own_or(ANY_BUDGET)
OWN_OR_ANY_ASSISTANCE = own_or(ANY_ASSISTANCE)
own_or_listed, own_or_unrestricted = own_or(listed), own_or(unrestricted)
