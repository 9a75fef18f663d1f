"""The guides of help. Their words stand in the templates; who acts, what follows and how long it takes are the law's.

Roles are read off the policy, states off the workflow, spans of time off the deadlines.
"""

from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.rules import no
from matchmaker.services.deadlines import DEADLINES, Term, Unit
from matchmaker.services.moves import LIVES
from matchmaker.vocabulary import Role
from matchmaker.web.words import joined, name_of


@dataclass(frozen=True)
class Guide:
    """*code* is the last word of its address; *own*: for whom it comes first."""

    code: str
    title: str
    lead: str
    own: frozenset[Role]


def guides() -> list[Guide]:
    return [
        Guide(
            "my-need",
            _("What happens to my need"),
            _("For focal points and drafters. Others read nothing before your State has agreed to it."),
            frozenset({Role.DRAFTER, Role.FOCAL_POINT}),
        ),
        Guide(
            "my-offer",
            _("What happens to my offer"),
            _("For donor officers. Whatever you are asked, you are free to decline."),
            frozenset({Role.DONOR_OFFICER}),
        ),
        Guide(
            "secretariat",
            _("What the secretariat does"),
            _("For case officers and releasers. The portal suggests; people decide."),
            frozenset({Role.CASE_OFFICER, Role.RELEASER}),
        ),
        Guide(
            "everybody",
            _("What everybody may read"),
            _("For visitors. To look around you need no account."),
            frozenset({Role.VISITOR, Role.AUDITOR, Role.ADMINISTRATOR}),
        ),
    ]


def guides_for(role: Role) -> list[Guide]:
    return sorted(guides(), key=lambda guide: role not in guide.own)


def guide_under(code: str) -> Guide | None:
    return next((guide for guide in guides() if guide.code == code), None)


def doers(action: str) -> str:
    """The roles to which the policy gives *action*, at least sometimes."""
    row = zip(policy.COLUMNS, policy.TABLE[Action(action)], strict=True)
    return joined(name_of(role) for role, rule in row if rule is not no)


def state_after(action: str) -> str:
    """The state to which *action* leads; empty where it leaves all as it is."""
    moves = [life.moves[Action(action)] for life in LIVES.values() if Action(action) in life.moves]
    return next((name_of(move.target) for move in moves if move.target), "")


def within(term: str) -> str:
    """As long as somebody has."""
    length = DEADLINES[Term(term)]
    if length.unit == Unit.WORKING_DAYS:
        return ngettext("within %(num)s working day", "within %(num)s working days", length.amount)
    return ngettext("within %(num)s day", "within %(num)s days", length.amount)


def after(term: str) -> str:
    """When something happens by itself."""
    length = DEADLINES[Term(term)]
    if length.unit == Unit.MONTHS:
        return ngettext("after %(num)s month", "after %(num)s months", length.amount)
    return ngettext("after %(num)s day", "after %(num)s days", length.amount)


def init(app: Flask) -> None:
    app.jinja_env.globals.update(doers=doers, state_after=state_after, within=within, after=after)
