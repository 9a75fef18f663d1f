"""HOW OFTEN: what one person, and all of their organisation, may ask for in a quarter of an hour (docs/adr/0038)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from flask import request
from flask_babel import ngettext
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.errors import TooOften
from matchmaker.policy import Actor
from matchmaker.services import throttling
from matchmaker.web.accounts.limits import minutes, place
from matchmaker.web.forms.filled import asks_advice
from matchmaker.web.session import READING, alone

log = structlog.get_logger(__name__)


class Effort(StrEnum):
    """What costs more than a page, or reaches somebody."""

    CREATE = "create"
    SEARCH = "search"
    EXPORT = "export"
    MESSAGE = "message"
    INVITE = "invite"


@dataclass(frozen=True)
class Quota:
    of_one: int
    of_house: int  # of an organisation; of a place whence visitors come, which may be a whole ministry


# One each fifteen seconds, for a quarter of an hour without a pause: nobody types, reads or thinks as fast. Five
# colleagues may do so at once. While words are typed they are searched for again and again: one each three seconds.
QUOTAS: Mapping[Effort, Quota] = {
    Effort.CREATE: Quota(60, 300),
    Effort.SEARCH: Quota(300, 1_500),
    Effort.EXPORT: Quota(60, 300),
    Effort.MESSAGE: Quota(60, 300),
    Effort.INVITE: Quota(60, 300),
}
EFFORTS: Mapping[Action, Effort] = {
    **dict.fromkeys((Action.WRITE_NEED, Action.UPLOAD_NEED, Action.ATTACH_TO_NEED), Effort.CREATE),
    **dict.fromkeys((Action.WRITE_OFFER, Action.UPLOAD_OFFER, Action.ATTACH_TO_OFFER), Effort.CREATE),
    **dict.fromkeys((Action.WRITE_PROFILE, Action.SAVE_SEARCH, Action.WRITE_CONCEPT), Effort.CREATE),
    **dict.fromkeys(
        (Action.SHOW_INTEREST, Action.WRITE_ORGANISATION, Action.WRITE_ANNOUNCEMENT), Effort.CREATE
    ),
    Action.SEARCH: Effort.SEARCH,
    **dict.fromkeys((Action.EXPORT_TRAIL, Action.EXPORT_ACCOUNT, Action.READ_FIGURES), Effort.EXPORT),
    **dict.fromkeys((Action.DOWNLOAD_NEED_FORM, Action.DOWNLOAD_OFFER_FORM), Effort.EXPORT),
    **dict.fromkeys((Action.DISCUSS_NEED, Action.DISCUSS_OFFER), Effort.MESSAGE),
    **dict.fromkeys((Action.DISCUSS_MATCH, Action.DISCUSS_POOL), Effort.MESSAGE),
    **dict.fromkeys((Action.OPEN_ACCOUNT, Action.PROPOSE_POOL), Effort.INVITE),
    **dict.fromkeys((Action.INVITE_TO_POOL, Action.ASK_AGAIN), Effort.INVITE),
}
# Pages, which count only with this in their address. Any other page is read as often as somebody likes.
ASKED_BY: Mapping[Action, str] = {Action.SEARCH: "words", Action.READ_FIGURES: "csv"}
# Their forms may be sent for advice alone, and then nothing is made. Elsewhere the word would be one that slips past.
ADVISED = (Action.WRITE_NEED, Action.WRITE_OFFER)


def spend(action: Action, by: Actor) -> None:
    """Count that *by* asks for *action* once more; TooOften beyond their quota.

    Before anything is loaded, so that the answer is the same whatever it is about. In a transaction of its own; a
    page is given also where the database is too busy to count it.
    """
    effort = EFFORTS.get(action)
    if effort is None or not _counts(action):
        return
    limits, now = _limits(effort, by), clock.now()
    try:
        with alone() as beside:
            # One after the other: whoever is beyond their own quota uses up none of their colleagues'.
            told = (throttling.take(beside, {key: most}, now=now) for key, most in limits)
            until = next(filter(None, told), None)
    except (OperationalError, PoolTimeout):
        if request.method not in READING:
            raise
        log.warning("not_counted", action=action)
        return
    if until:
        log.warning("asked_too_often", action=action, by=by.id)
        raise TooOften(until)


def _counts(action: Action) -> bool:
    if request.method not in READING:
        return action not in ASKED_BY and not (action in ADVISED and asks_advice(request.form))
    return action in ASKED_BY and bool(request.args.get(ASKED_BY[action]))


def _limits(effort: Effort, by: Actor) -> list[tuple[str, int]]:
    """(what it counts under, how often it may) of a person, then of their house; of a visitor, of where they are."""
    quota = QUOTAS[effort]
    if by.id is None:
        return [(f"{effort} place {place()}", quota.of_house)]
    return [
        (f"{effort} person {by.id}", quota.of_one),
        (f"{effort} house {by.organisation_id}", quota.of_house),
    ]


def sentence(until: datetime) -> str:
    """It does not say who else has asked: not even whether it was the reader or their organisation."""
    return ngettext(
        "You or your organisation have asked for this too often. Please wait a minute, then try again.",
        "You or your organisation have asked for this too often. Please wait %(num)s minutes, then try again.",
        minutes(until),
    )
