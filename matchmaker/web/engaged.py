"""A match after the introduction, as its page tells it: what was agreed, what is due, and the whole way with dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_currency
from flask_babel import gettext as _

from matchmaker import clock, policy
from matchmaker.actions import Action
from matchmaker.models import Agreement, Feedback, History, Match
from matchmaker.outcomes import TALKING, UNDER_AGREEMENT, Side
from matchmaker.policy import Actor
from matchmaker.queries import agreements as reading
from matchmaker.queries import matches
from matchmaker.services.agreements import side_of
from matchmaker.services.deadlines import Term, due
from matchmaker.services.due.matches import CONTACT
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, MatchState, Role
from matchmaker.web.access import actor
from matchmaker.web.session import session
from matchmaker.web.words import name_of

S = MatchState
ROAD = (
    (S.INTRODUCED,),
    (S.EXPLORING,),
    (S.AGREED, S.PART_AGREED),
    (S.IN_DELIVERY,),
    (S.DELIVERED,),
    (S.CLOSED,),
)


@dataclass(frozen=True)
class Station:
    """One step of the way; `at` is None for what is still ahead."""

    label: str
    at: datetime | None


def way(match: Match, rows: Sequence[History]) -> list[Station]:
    """From the introduction on: when each step was reached, and what is still ahead; nothing before it."""
    if match.introduced_at is None:
        return []
    reached = {row.to_state: row.at for row in reversed(rows) if row.to_state != row.from_state}
    stations = []
    for states in ROAD:
        state = next((state for state in states if state in reached), states[0])
        stations.append(Station(name_of(state), reached.get(state)))
    if match.state in INTRODUCED_MATCH_STATES:
        return stations
    return [*(one for one in stations if one.at), Station(name_of(match.state), reached.get(match.state))]


def value_of(agreement: Agreement) -> str:
    if agreement.value is None:
        return _("In kind")
    return format_currency(agreement.value, agreement.currency, format="¤¤ #,##0", currency_digits=False)


def feedback_shown(match: Match) -> list[Feedback]:
    """What this reader may read of it: their own side's, what may be published, and all for the secretariat."""
    if not policy.can(actor(), Action.READ_MATCH_CONTACTS, match):
        return []
    all_of_it = policy.can(actor(), Action.READ_MATCH_REVIEW, match)
    given = reading.feedback_on(session, match)
    return [one for one in given if all_of_it or one.may_publish or one.side == side_of(actor(), match)]


def feedback_is_due(match: Match) -> bool:
    """Whether the reader's side has not answered the five questions yet."""
    mine = side_of(actor(), match)
    return all(one.side != mine for one in reading.feedback_on(session, match))


def use_is_due(match: Match) -> bool:
    if match.delivered_at is None or match.still_in_use is not None:
        return False
    return due(Term.YEAR_LATER, match.delivered_at) <= clock.now().date()


def engaged_of(actor: Actor, on: date) -> tuple[list[tuple[Match, str]], list[Match]]:
    """After an introduction: what waits on the day *on* for this person's side (with what to do), and what goes on."""
    side = Side.REQUESTER if actor.role == Role.FOCAL_POINT else Side.DONOR
    under_way = matches.in_states(session, actor, [*TALKING, *UNDER_AGREEMENT, S.IN_DELIVERY, S.DELIVERED])
    rows = [*under_way, *matches.in_states(session, actor, [S.CLOSED], reading.USE_NOT_TOLD)]
    answered = reading.answered_by(session, side, rows)
    asked = [(match, _asked(match, side, match.id in answered, on)) for match in rows]
    goes_on = [match for match, what in asked if not what and match.state != S.CLOSED]
    return [(match, what) for match, what in asked if what], goes_on


def _asked(match: Match, side: Side, answered: bool, on: date) -> str:
    """What this side is asked about *match* on the day *on*; nothing if nothing is."""
    if match.state in TALKING and _contact_is_asked(match, on):
        return _("Is contact under way?")
    if match.state in UNDER_AGREEMENT and due(Term.NOT_STARTED, match.changed_at) <= on:
        return _("Say whether delivery has begun")
    if match.state == S.IN_DELIVERY and (match.reported_at if side == Side.REQUESTER else match.received_at):
        return _("Confirm that it is delivered")
    if match.state == S.DELIVERED and not answered:
        return _("Answer five short questions")
    return _("Is the result still in use?") if side == Side.REQUESTER and use_is_due(match) else ""


def _contact_is_asked(match: Match, on: date) -> bool:
    """Whether a day of asking has come since the introduction, and nobody has answered on it or after it."""
    asked = [day for term in CONTACT if (day := due(term, match.introduced_at or on)) <= on]
    return bool(asked) and not (match.contact_answered_at and match.contact_answered_at.date() >= asked[-1])
