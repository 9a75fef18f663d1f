"""A match after the introduction, as its page tells it: what was agreed, what is due, and the whole way with dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_currency
from flask_babel import gettext as _

from matchmaker import clock, policy
from matchmaker.actions import Action
from matchmaker.models import Agreement, Feedback, History, Match
from matchmaker.outcomes import Side
from matchmaker.policy import Actor
from matchmaker.queries import agreements as reading
from matchmaker.queries import matches
from matchmaker.services.agreements import side_of
from matchmaker.services.deadlines import Term, due
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


def due_of(actor: Actor) -> list[tuple[Match, str]]:
    """What waits for this person's side after an introduction, with what is to be done."""
    asks = actor.role == Role.FOCAL_POINT
    side = Side.REQUESTER if asks else Side.DONOR
    rows = matches.in_states(session, actor, [S.IN_DELIVERY, S.DELIVERED])
    answered = reading.answered_by(session, side, rows)
    due = []
    for match in rows:
        other = match.reported_at if asks else match.received_at
        if match.state == S.IN_DELIVERY and other:
            due.append((match, _("Confirm that it is delivered")))
        elif match.state == S.DELIVERED and match.id not in answered:
            due.append((match, _("Answer five short questions")))
    return due
