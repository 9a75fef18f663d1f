"""One line of a desk: what is to be done, with what, and where a press is enough, the button for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from matchmaker.models import Match, Need, Offer, Pool
from matchmaker.vocabulary import NeedState
from matchmaker.web.access import actor as reader
from matchmaker.web.access import may
from matchmaker.web.colleagues import assignee_of
from matchmaker.web.stages import knows_offer
from matchmaker.web.words import place_of


@dataclass(frozen=True)
class Press:
    """A button beside the line: what it says, where it is sent, and about what."""

    label: str
    endpoint: str
    thing: Need | Offer | Match


@dataclass(frozen=True)
class Task:
    """One line: what is to be done, with what, by when; where that tells, whose it is, since when, who has it."""

    url: str
    what: str
    title: str
    language: str
    due: date | None
    late: bool
    whose: str = ""
    since: datetime | None = None
    assignee: str = ""
    press: Press | None = None


@dataclass(frozen=True)
class Section:
    heading: str
    tasks: Sequence[Task]


def task_of(
    thing: Need | Offer | Match, what: str, on: date, due: date | None = None, press: Press | None = None
) -> Task:
    shown = thing.need if isinstance(thing, Match) else thing
    endpoint = {Need: "needs.show", Offer: "offers.show", Match: "matches.show"}[type(thing)]
    url = url_for(endpoint, ref=thing.ref)
    late = due is not None and due < on
    return Task(url, what, shown.title or shown.ref, shown.language, due, late, _whose(thing), press=press)


def _whose(thing: Need | Offer | Match) -> str:
    """The country or the provider; nothing for what is of the reader's own house. Of a match both sides."""
    if isinstance(thing, Match):
        donor = _whose(thing.offer) if knows_offer(thing) else ""
        return " – ".join(filter(None, (_whose(thing.need), donor)))
    if thing.organisation_id == reader().organisation_id:
        return ""
    return place_of(thing) if isinstance(thing, Need) else thing.organisation.name


def pool_task(pool: Pool, what: str, on: date, due: date | None = None) -> Task:
    late = due is not None and due < on
    return Task(url_for("pools.show", ref=pool.ref), what, pool.title, pool.language, due, late)


def staff_task(thing: Need | Offer | Match, what: str, on: date, due: date | None = None) -> Task:
    """A task with since when it waits and who has it."""
    return replace(task_of(thing, what, on, due), since=thing.changed_at, assignee=assignee_of(thing))


def in_turn(things: Sequence[Need] | Sequence[Offer], whats: Mapping, on: date) -> list[Task]:
    """A task for each, in the order of *whats* (state -> what to do), the longest waiting first."""
    order = list(whats)
    return [
        task_of(
            thing, whats[thing.state], on, thing.agree_by if thing.state == NeedState.NO_OBJECTION else None
        )
        for thing in sorted(things, key=lambda one: order.index(one.state))
    ]


def to_submit(cleared: Sequence[Need], on: date) -> list[Task]:
    """Needs behind which the State stands already: a press sends them on."""
    return [
        task_of(need, _("Submit it"), on, press=Press(_("Submit"), "needs.submit", need)) for need in cleared
    ]


def to_confirm(things: Sequence[Need] | Sequence[Offer], on: date) -> list[Task]:
    """Needs or offers that are to be confirmed; what has not changed is confirmed by a press."""
    return [
        task_of(
            thing,
            _("Confirm that it still holds"),
            on,
            thing.confirm_by,
            Press(
                _("It still holds"), "needs.confirm" if isinstance(thing, Need) else "offers.confirm", thing
            ),
        )
        for thing in things
    ]


def engaged_task(match: Match, what: str, on: date) -> Task:
    """A task after an introduction; that the two talk is said by a press."""
    talk = Press(_("We are in contact"), "agreements.explore", match)
    return task_of(match, what, on, press=talk if may("match.explore", match) else None)
