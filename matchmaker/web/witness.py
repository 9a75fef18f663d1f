"""What this request has shown or refused, as far as the audit trail must know; the edge writes it (session.py)."""

from dataclasses import replace

from flask import g

from matchmaker import clock, policy
from matchmaker.actions import Action
from matchmaker.models import Attachment, Match, Need, Pool
from matchmaker.rules import own
from matchmaker.services import trail
from matchmaker.services.trail import Noted
from matchmaker.vocabulary import Block, Event, Result, Visibility

CLOSED = frozenset({Visibility.NAMED_DONORS, Visibility.SECRETARIAT})
BLOCKS = {
    Block.CONTACT: ("contact", Action.READ_NEED_CONTACT),
    Block.BUDGET: ("budget_band", Action.READ_NEED_BUDGET),
    Block.ASSISTANCE: ("previous_assistance", Action.READ_NEED_ASSISTANCE),
}


def refused(by: policy.Actor, action: Action, thing: object = None) -> None:
    """*by* may not do *action*; an error follows."""
    g.refused = trail.noted(
        Event.DENIAL, by=by, now=clock.now(), action=action, thing=thing, result=Result.REFUSED
    )


def showed_whole(by: policy.Actor, need: Need) -> None:
    """A card or a page shows *need* beyond its public summary."""
    if need.visibility in CLOSED:
        _showed(by, need, "whole")


def showed_block(by: policy.Actor, need: Need, block: Block) -> None:
    column, _reading = BLOCKS[block]
    if getattr(need, f"{block}_visibility") in CLOSED and getattr(need, column):
        _showed(by, need, block)


def showed_page(by: policy.Actor, need: Need) -> None:
    """The page of *need* shows every block that its reader may read."""
    if not policy.can(by, Action.READ_NEED_WHOLE, need):
        return
    for block, (_column, reading) in BLOCKS.items():
        if policy.can(by, reading, need):
            showed_block(by, need, block)
    if policy.can(by, Action.READ_NEED_PARTNERS, need) and (
        need.preferred_partners or need.excluded_partners
    ):
        _showed(by, need, "partners")


def showed_contacts(by: policy.Actor, match: Match) -> None:
    """To one of the two sides it is a disclosure; to the secretariat, which may look at any time, a reading."""
    event = Event.READ if policy.can(by, Action.READ_MATCH_REVIEW, match) else Event.DISCLOSURE
    _keep(
        trail.noted(event, by=by, now=clock.now(), action=Action.READ_MATCH_CONTACTS, thing=match), "contacts"
    )


def showed_members(by: policy.Actor, pool: Pool) -> None:
    """The contacts of the States that ask together; as with those of a match."""
    event = Event.READ if policy.can(by, Action.READ_POOL_ANSWERS, pool) else Event.DISCLOSURE
    _keep(
        trail.noted(event, by=by, now=clock.now(), action=Action.READ_POOL_CONTACTS, thing=pool), "contacts"
    )


def gave_out(by: policy.Actor, file: Attachment) -> None:
    """A file that is not for all donors, or of something that is not, to somebody of another house.

    What came with a message is for nobody but those who read that thread.
    """
    closed = file.visibility in CLOSED or file.about.visibility in CLOSED
    if closed and by.organisation_id != file.organisation_id:
        _keep(
            trail.noted(Event.READ, by=by, now=clock.now(), action=Action.READ_ATTACHMENT, thing=file), "file"
        )


def _showed(by: policy.Actor, need: Need, part: str) -> None:
    if "stand_in" not in g and not own(by, need):
        _keep(trail.noted(Event.READ, by=by, now=clock.now(), action=Action.READ_NEED, thing=need), part)


def _keep(row: Noted, part: str) -> None:
    """One row for each thing, whatever the number of its parts."""
    rows: dict[tuple[Event, str], Noted] = g.setdefault("shown", {})
    known = rows.setdefault((row.event, row.ref), row)
    if part not in known.detail.split():
        rows[row.event, row.ref] = replace(known, detail=f"{known.detail} {part}".strip())


def rows(*, answered: bool) -> list[Noted]:
    """What was shown in an answer, or, where there was none, what was refused."""
    if answered:
        return list(g.get("shown", {}).values())
    return [g.refused] if "refused" in g else []
