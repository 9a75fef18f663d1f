"""What is late in the review: by when a match should have left its state, and what has not."""

from datetime import date, datetime, timedelta

from matchmaker.models import Match
from matchmaker.queries.casework import UNREAD
from matchmaker.services.deadlines import Term, began, due
from matchmaker.services.due.chore import end_of


def due_by(match: Match) -> date | None:
    """The last day for whoever is to read it or to answer; None where no term is set."""
    return due(Term.REVIEW, match.changed_at) if match.state in UNREAD else match.answer_by


def late_since(on: date) -> datetime:
    """What has waited since before this moment is late on the day *on*: the last day for it is over."""
    return end_of(began(Term.REVIEW, on - timedelta(days=1)))
