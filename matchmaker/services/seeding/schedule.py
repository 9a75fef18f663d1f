"""On which day each story of the demonstration reaches its end, so that the stories fit into one another."""

from collections.abc import Sequence
from datetime import date, timedelta

from matchmaker.services.seeding.diary import Step, lot, moments
from matchmaker.services.seeding.rows import MatchRow, NeedRow, OfferRow
from matchmaker.vocabulary import NeedState, OfferState

MONTHS = 285  # days over which what is in the catalogue was published
LATEST = 12  # days ago: what is younger has a state of its own
LONG = 460  # days: a year without confirmation, then ninety days of waiting
BEFORE_START = 105  # days between publication and a start that lies in the past
BEFORE_MATCH = 6  # days between publication and the first suggestion
BEFORE_EXPIRY = 270

BEYOND_CATALOGUE = {
    NeedState.PUBLISHED,
    NeedState.DRAFT,
    NeedState.CLEARANCE,
    NeedState.SUBMITTED,
    NeedState.IN_CHECK,
    NeedState.RETURNED,
    NeedState.NO_OBJECTION,
}
NOT_YET = {OfferState.DRAFT, OfferState.SUBMITTED, OfferState.IN_CHECK, OfferState.RETURNED}


def need_arrives(row: NeedRow, first_match: date | None, today: date, *, waits: int = 0) -> date:
    """The day on which *row* enters matching; for one that is not so far, of its last step until now.

    *waits*: for how many days it has waited since, where that is longer than it should be.
    """
    if row.state in BEYOND_CATALOGUE:
        return today - timedelta(days=waits) if waits else _lately(row.key, today)
    days = [_in_the_year(row.key, today)]
    if row.state == NeedState.UNCONFIRMED:
        days.append(today - timedelta(days=LONG))
    if row.earliest_start and row.earliest_start <= today:
        days.append(row.earliest_start - timedelta(days=BEFORE_START))
    if first_match:
        days.append(first_match - timedelta(days=BEFORE_MATCH))
    return min(days)


def need_ends(row: NeedRow, today: date) -> date:
    """The day on which *row* left the straight road."""
    if row.state == NeedState.CLOSED and row.latest_end:
        return min(row.latest_end, today - timedelta(days=1))
    return _lately(row.key, today)


def offer_arrives(row: OfferRow, first_match: date | None, today: date) -> date:
    """The day on which *row* is published; for one that is not so far, of its last step until now."""
    if row.state in NOT_YET:
        return _lately(row.key, today)
    days = [_in_the_year(row.key, today)]
    if row.state == OfferState.UNCONFIRMED:
        days.append(today - timedelta(days=LONG))
    if row.valid_until and row.valid_until <= today:
        days.append(row.valid_until - timedelta(days=BEFORE_EXPIRY))
    if first_match:
        days.append(first_match - timedelta(days=BEFORE_MATCH))
    return min(days)


def offer_ends(row: OfferRow, today: date) -> date:
    """The day on which *row* left the catalogue."""
    if row.state == OfferState.EXPIRED and row.valid_until:
        return row.valid_until + timedelta(days=3)
    return _lately(row.key, today)


def match_begins(row: MatchRow, road: Sequence[Step]) -> date:
    """The day on which the pair of *row* was brought up."""
    return moments(row.on, [step.after for step in road], key="")[0].date()


def _lately(key: str, today: date) -> date:
    return today - timedelta(days=2 + lot(key, 5))


def _in_the_year(key: str, today: date) -> date:
    return today - timedelta(days=LATEST + lot(key, MONTHS))
