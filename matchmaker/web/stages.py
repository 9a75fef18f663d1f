"""How far a match has come, as far as this reader may know: the review is the secretariat's own affair."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.models import History, Match
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, MatchState, Role
from matchmaker.web.access import actor
from matchmaker.web.pairs import AnyPair
from matchmaker.web.words import name_of

IN_REVIEW = frozenset({MatchState.SUGGESTED, MatchState.SHORTLISTED, MatchState.TO_RELEASE})
# What the secretariat did among itself: no side ever reads it.
REVIEWS = frozenset(
    {
        Action.SUGGEST_MATCH,
        Action.PICK_MATCH,
        Action.SHORTLIST_MATCH,
        Action.DISMISS_MATCH,
        Action.REOPEN_MATCH,
        Action.PROPOSE_MATCH,
        Action.SEND_BACK_MATCH,
        Action.UNLIST_MATCH,
        Action.TAKE_BACK_MATCH,
        Action.ASSIGN_MATCH,
    }
)


@dataclass(frozen=True)
class Stage:
    """A badge, its tone, and a sentence on what happens next."""

    label: str
    tone: str
    next: str


def knows_need(match: AnyPair) -> bool:
    """Whether this reader may read the need whole: anyway, or because the two are introduced."""
    return policy.can(actor(), Action.READ_NEED_WHOLE, match.need) or _are_introduced(match)


def knows_offer(match: AnyPair) -> bool:
    return policy.can(actor(), Action.READ_OFFER, match.offer) or _are_introduced(match)


def knows_both(match: AnyPair) -> bool:
    return knows_need(match) and knows_offer(match)


def _are_introduced(match: AnyPair) -> bool:
    """To whoever asks; staff read the contacts of both at any time."""
    return policy.can(actor(), Action.READ_MATCH_CONTACTS, match)


def awaited(match: Match) -> Role | None:
    """Whose answer or deed the match waits for between suggestion and introduction."""
    if match.state in (MatchState.SUGGESTED, MatchState.SHORTLISTED):
        return Role.CASE_OFFICER
    if match.state == MatchState.TO_RELEASE:
        return Role.RELEASER
    if match.state != MatchState.CONSENT_ASKED:
        return None
    if match.requester_accepted_at is None:
        return Role.FOCAL_POINT
    return Role.RELEASER if match.donor_accepted_at else Role.DONOR_OFFICER


def stage(match: Match) -> Stage:
    if policy.can(actor(), Action.READ_MATCH_REVIEW, match):
        return _for_staff(match)
    unasked = _gives(match) and match.requester_accepted_at is None
    if match.state in IN_REVIEW or (match.state == MatchState.CONSENT_ASKED and unasked):
        next_ = _("The secretariat looks at this pair. Nothing is sent before two people have read it.")
        return Stage(name_of(MatchState.SUGGESTED), "plain", next_)
    if match.state == MatchState.CONSENT_ASKED:
        return _for_a_side(match)
    return _afterwards(match)


def _gives(match: Match) -> bool:
    return match.offer.organisation_id == actor().organisation_id


def _for_staff(match: Match) -> Stage:
    steps = {
        MatchState.SUGGESTED: _("A case officer shortlists it, or dismisses it with a reason."),
        MatchState.SHORTLISTED: _("A case officer proposes it for release, or dismisses it with a reason."),
        MatchState.TO_RELEASE: _("Another person than its reviewer releases it, or sends it back."),
    }
    if match.state in steps:
        return Stage(name_of(match.state), "plain", steps[match.state])
    if match.state == MatchState.CONSENT_ASKED:
        return _asked(match)
    return _afterwards(match)


def _asked(match: Match) -> Stage:
    """Who is asked, for the secretariat and for the side that waits."""
    if awaited(match) == Role.FOCAL_POINT:
        return Stage(
            _("The State is asked"), "plain", _("The State answers by %(day)s.", day=_answer_by(match))
        )
    if awaited(match) == Role.DONOR_OFFICER:
        return Stage(
            _("The donor is asked"), "plain", _("The donor answers by %(day)s.", day=_answer_by(match))
        )
    return Stage(_("Both said yes"), "good", _("Another person than its reviewer introduces the two."))


def _for_a_side(match: Match) -> Stage:
    if awaited(match) == (Role.DONOR_OFFICER if _gives(match) else Role.FOCAL_POINT):
        free = _(
            "Please answer by %(day)s. You are free to decline; only the secretariat reads why.",
            day=_answer_by(match),
        )
        return Stage(_("Your answer is asked"), "warn", free)
    if awaited(match) == Role.RELEASER:
        return Stage(_("Both said yes"), "good", _("The secretariat introduces you now."))
    return _asked(match)


def _answer_by(match: Match) -> str:
    return format_date(match.answer_by, "long") if match.answer_by else ""


def _afterwards(match: Match) -> Stage:
    nexts = {
        MatchState.INTRODUCED: _("Both said yes. The contacts of each side stand on this page; now talk."),
        MatchState.EXPLORING: _(
            "The two are talking. When they agree on something, one of them records it here."
        ),
        MatchState.AGREED: _("The whole need is covered by this agreement. Say so when delivery begins."),
        MatchState.PART_AGREED: _("A part of the need is covered. Say so when delivery begins."),
        MatchState.IN_DELIVERY: _("It counts as delivered when both sides have said so on this page."),
        MatchState.DELIVERED: _("Both sides say that it is delivered. Each is asked five short questions."),
        MatchState.CLOSED: _(
            "The casework is done. A year after delivery the State is asked whether it is still in use."
        ),
        MatchState.DISMISSED: _("The secretariat found that the two do not fit."),
        MatchState.DECLINED: _(
            "This introduction does not go ahead. The need stays open and the search goes on."
        ),
        MatchState.LAPSED: _("There was no answer in time. The need stays open and the search goes on."),
    }
    tone = "good" if match.state in INTRODUCED_MATCH_STATES else "plain"
    return Stage(name_of(match.state), tone, nexts.get(match.state, ""))


def told(match: Match, rows: Sequence[History]) -> list[History]:
    """The rows of its history that concern this reader."""
    if policy.can(actor(), Action.READ_MATCH_REVIEW, match):
        return list(rows)
    others = Action.RELEASE_MATCH if _gives(match) else Action.SHOW_INTEREST
    return [row for row in rows if row.action not in REVIEWS and row.action != others]
