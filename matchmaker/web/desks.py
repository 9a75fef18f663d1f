"""The desk of each role: what waits for this person, and what is theirs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlmodel import Session

from matchmaker.lists import Whose
from matchmaker.models import Appointment, Match, Need, Offer
from matchmaker.outcomes import TALKING, ContactAnswer
from matchmaker.policy import Actor
from matchmaker.queries import appointments, casework, matches, needs, offers, pools
from matchmaker.queries import desk as reading
from matchmaker.queries.casework import Waiting, of_whom
from matchmaker.queries.desk import Accounts
from matchmaker.vocabulary import MatchState, NeedState, Noun, OfferState, PoolState, Role
from matchmaker.web.access import may
from matchmaker.web.engaged import engaged_of
from matchmaker.web.filters import ShownPage
from matchmaker.web.late import due_by, late_since
from matchmaker.web.stages import awaited
from matchmaker.web.tasks import (
    Section,
    Task,
    engaged_task,
    in_turn,
    pool_task,
    staff_task,
    task_of,
    to_confirm,
    to_submit,
)
from matchmaker.web.words import name_of

BEST = 6  # needs that fit best, on a donor's desk: two rows of cards
BEING_CHECKED = (NeedState.IN_CHECK, OfferState.IN_CHECK)


@dataclass(frozen=True)
class Desk:
    """What the page shows; a part that a role has not is empty."""

    sections: Sequence[Section] = ()
    whose: Whose | None = None  # the part of what waits that staff look at
    queue: Mapping[MatchState, Waiting] | None = None
    needs: ShownPage[Need] | None = None
    offers: ShownPage[Offer] | None = None
    numbers: Mapping[int, int] = field(default_factory=dict)  # need id -> offers that fit
    fitting: Sequence[Match] = ()
    figures: Mapping[Noun, Mapping[StrEnum, int]] | None = None
    accounts: Accounts | None = None
    appointments: Sequence[Appointment] = ()


def desk_of(session: Session, actor: Actor, *, page: int, whose: Whose, on: date) -> Desk:
    """The desk of *actor* on the day *on*; *page* turns the list of what is theirs, *whose* is for staff."""
    if actor.role in STAFF_DESKS:
        return STAFF_DESKS[actor.role](session, actor, whose, on)
    return DESKS[actor.role](session, actor, page, on)


def _introductions(session: Session, actor: Actor, what: str, on: date) -> list[Task]:
    """Matches that wait for the answer of this person's side, the soonest first."""
    asked = matches.in_states(session, actor, [MatchState.CONSENT_ASKED])
    ours = sorted(
        (match for match in asked if awaited(match) == actor.role), key=lambda match: match.answer_by
    )
    return [task_of(match, what, on, match.answer_by) for match in ours]


def _invitations(session: Session, actor: Actor, on: date) -> list[Task]:
    """Pools that wait for the answer of this person's State, the soonest first."""
    what = _("Would you like to ask together with other States?")
    return [pool_task(one.pool, what, on, one.answer_by) for one in pools.to_answer(session, actor)]


def _pools(session: Session, on: date) -> list[Section]:
    """What the States ask for together, or may: one section, or none."""
    under_way = pools.in_states(session, (PoolState.PROPOSED, PoolState.STANDING))
    tasks = [replace(pool_task(one, str(name_of(one.state)), on), since=one.changed_at) for one in under_way]
    return [Section(_("Pools"), tasks)] if tasks else []


def _drafter(session: Session, actor: Actor, page: int, on: date) -> Desk:
    whats = {NeedState.RETURNED: _("Answer the question"), NeedState.DRAFT: _("Finish the draft")}
    return _own_needs(
        session, actor, page, [in_turn(needs.in_states(session, actor, list(whats)), whats, on)]
    )


def _focal_point(session: Session, actor: Actor, page: int, on: date) -> Desk:
    whats = {
        NeedState.NO_OBJECTION: _("Say whether you agree"),
        NeedState.CLEARANCE: _("Clear it or send it back"),
        NeedState.RETURNED: _("Answer the question"),
        NeedState.DRAFT: _("Finish the draft"),
    }
    asked, goes_on = engaged_of(actor, on)
    rows = [need for need in needs.in_states(session, actor, list(whats)) if not _is_agreed(need)]
    cleared = [need for need in rows if need.state == NeedState.CLEARANCE and need.cleared_at]
    return _own_needs(
        session,
        actor,
        page,
        [
            _introductions(session, actor, _("May we introduce you to a donor?"), on),
            _invitations(session, actor, on),
            [engaged_task(match, what, on) for match, what in asked],
            to_submit(cleared, on),
            in_turn([need for need in rows if need not in cleared], whats, on),
            to_confirm(needs.to_confirm(session, actor), on),
        ],
        _under_way(goes_on, on),
    )


def _is_agreed(need: Need) -> bool:
    return need.state == NeedState.NO_OBJECTION and need.agreed_at is not None


def _under_way(goes_on: Sequence[Match], on: date) -> list[Section]:
    """The way to each introduction that asks nothing today: one section, or none."""
    tasks = [engaged_task(match, str(name_of(match.state)), on) for match in goes_on]
    return [Section(_("Under way"), tasks)] if tasks else []


def _own_needs(
    session: Session, actor: Actor, page: int, tasks: list[list[Task]], more: Sequence[Section] = ()
) -> Desk:
    own = needs.of_organisation(session, actor, page)
    return Desk(
        sections=[Section(_("What waits for you"), [task for some in tasks for task in some]), *more],
        needs=ShownPage(own),
        numbers=matches.numbers_of_needs(session, actor, [need.id for need in own.rows]),
    )


def _donor_officer(session: Session, actor: Actor, page: int, on: date) -> Desk:
    whats = {OfferState.RETURNED: _("Answer the question"), OfferState.DRAFT: _("Finish the draft")}
    asked, goes_on = engaged_of(actor, on)
    # Other donors' drafts are theirs: in these states an officer reads none but the offers of the house.
    tasks = [
        *_introductions(session, actor, _("May we introduce you to a State?"), on),
        *(engaged_task(match, what, on) for match, what in asked),
        *in_turn(offers.in_states(session, actor, list(whats)), whats, on),
        *to_confirm(offers.to_confirm(session, actor), on),
    ]
    return Desk(
        sections=[Section(_("What waits for you"), tasks), *_under_way(goes_on, on)],
        offers=ShownPage(offers.page_of_organisation(session, actor, page)),
        fitting=matches.for_donor(session, actor, count=BEST),
    )


def _case_officer(session: Session, actor: Actor, whose: Whose, on: date) -> Desk:
    need, offer, match = _parts(actor, whose)
    asked = needs.in_states(session, actor, [NeedState.SUBMITTED, NeedState.IN_CHECK], need)
    given = offers.in_states(session, actor, [OfferState.SUBMITTED, OfferState.IN_CHECK], offer)
    back, again = reading.sent_back(session, actor, match), _("Look at it again")
    talking = matches.in_states(session, actor, TALKING, match)
    stuck = [one for one in talking if one.contact_answer == ContactAnswer.NEED_HELP]
    return Desk(
        sections=[
            Section(_("Needs to check"), _to_check(asked, on)),
            Section(_("Offers to check"), _to_check(given, on)),
            Section(_("Not released"), [staff_task(one, again, on, due_by(one)) for one in back]),
            Section(_("Help asked for"), [staff_task(one, _("Help the two sides"), on) for one in stuck]),
            *_pools(session, on),
        ],
        whose=whose,
        queue=casework.waiting(session, matches.IN_QUEUE, match, late_since=late_since(on)),
    )


def _parts(actor: Actor, whose: Whose) -> tuple[ColumnElement[bool], ...]:
    """Of needs, of offers and of matches those that are *whose* to look after."""
    return of_whom(Need, actor, whose), of_whom(Offer, actor, whose), of_whom(Match, actor, whose)


def _to_check(things: Sequence[Need] | Sequence[Offer], on: date) -> list[Task]:
    """A task for each, the soonest first."""
    tasks = []
    for one in things:
        what = _("Check it") if one.state in BEING_CHECKED else _("Take into check")
        tasks.append(staff_task(one, what, on, one.check_by))
    return sorted(tasks, key=lambda task: task.due or date.max)


def _releaser(session: Session, actor: Actor, whose: Whose, on: date) -> Desk:
    need, offer, match = _parts(actor, whose)
    agreed = list(filter(_is_agreed, needs.in_states(session, actor, [NeedState.NO_OBJECTION], need)))
    checked = offers.in_states(session, actor, [OfferState.IN_CHECK], offer)
    proposed = matches.in_states(session, actor, [MatchState.TO_RELEASE], match)
    asked = matches.in_states(session, actor, [MatchState.CONSENT_ASKED], match)
    both = [one for one in asked if awaited(one) == Role.RELEASER]
    delivered = matches.in_states(session, actor, [MatchState.DELIVERED], match)
    publish, release = _("Publish or send back"), _("Release or send back")
    return Desk(
        sections=[
            Section(_("Needs to publish"), _allowed(agreed, "need.publish", publish, on)),
            Section(_("Offers to publish"), _allowed(checked, "offer.publish", publish, on)),
            Section(_("Pairs to release"), _allowed(proposed, "match.release", release, on)),
            Section(_("Pairs to introduce"), _allowed(both, "match.introduce", _("Introduce"), on)),
            Section(_("Pairs to close"), _allowed(delivered, "match.close", _("Close"), on)),
        ],
        whose=whose,
        queue=casework.waiting(session, matches.IN_QUEUE, match, late_since=late_since(on)),
    )


def _allowed(things: Iterable[Need | Offer | Match], action: str, what: str, on: date) -> list[Task]:
    """Tasks for those that are for this person to do: four eyes may leave some to a colleague."""
    return [staff_task(thing, what, on) for thing in things if may(action, thing)]


def _auditor(session: Session, actor: Actor, page: int, on: date) -> Desk:
    return Desk(figures=reading.numbers_by_state(session))


def _administrator(session: Session, actor: Actor, page: int, on: date) -> Desk:
    return Desk(accounts=reading.accounts(session), appointments=appointments.waiting(session))


DESKS: Mapping[Role, Callable[[Session, Actor, int, date], Desk]] = {
    Role.DRAFTER: _drafter,
    Role.FOCAL_POINT: _focal_point,
    Role.DONOR_OFFICER: _donor_officer,
    Role.AUDITOR: _auditor,
    Role.ADMINISTRATOR: _administrator,
}
STAFF_DESKS: Mapping[Role, Callable[[Session, Actor, Whose, date], Desk]] = {
    Role.CASE_OFFICER: _case_officer,
    Role.RELEASER: _releaser,
}
