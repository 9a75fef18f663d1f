"""Pools: States with similar needs are asked, each by itself, whether they would like to ask together.

Until two have said yes nobody learns of anybody; then those who have, and no others, know each other (docs/adr/0024).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict
from matchmaker.models import Invitation, Need, Person, Pool
from matchmaker.policy import Actor, can
from matchmaker.queries import people, pools
from matchmaker.services import deadlines, letters, references, threads
from matchmaker.services.attachments import Parcel
from matchmaker.services.drafts import MessageDraft, PoolDraft
from matchmaker.services.moves import PORTAL, move, record, require
from matchmaker.vocabulary import LetterKind, PoolState
from matchmaker.wording import say
from matchmaker.workflow.need import LIVE, NEED

ENOUGH = 2  # States that have said yes: one alone asks with nobody
MOST_STATES = 12  # more than that no thread and no single offer holds together


def propose(
    session: Session, need: Need, others: Sequence[Need], draft: PoolDraft, *, by: Person, now: datetime
) -> Pool:
    """A pool of *need* and *others*, whose States are asked. BadInput for needs that cannot be pooled."""
    require(by, Action.PROPOSE_POOL, need)
    NEED.after(Action.PROPOSE_POOL, need.state)
    if not others:
        raise BadInput(say("Choose a need of another State as well."))
    [ref] = references.drawn(session, Pool, 1)
    pool = Pool(ref=ref, proposed_by_id=by.id, created_at=now, changed_at=now, **draft.model_dump())
    record(session, pool, Action.PROPOSE_POOL, was=pool.state, by=by, now=now)
    for one in (need, *others):
        _add(session, pool, one, by=by, now=now)
    return pool


def invite(session: Session, pool: Pool, need: Need, *, by: Person, now: datetime) -> None:
    """One more State is asked. BadInput for a need that cannot be pooled."""
    move(session, pool, Action.INVITE_TO_POOL, by=by, now=now, note=need.ref, private=True)
    _add(session, pool, need, by=by, now=now)


def _add(session: Session, pool: Pool, need: Need, *, by: Person, now: datetime) -> None:
    require_free(session, need, by=by)
    if any(one.organisation_id == need.organisation_id for one in pool.invitations):
        raise BadInput(say("Each State asks with one need; join its needs into one first."))
    if len(pool.invitations) >= MOST_STATES:
        raise BadInput(say("At most %(most)s States can be in one pool.", most=MOST_STATES))
    [ref] = references.drawn(session, Invitation, 1)
    added = Invitation(ref=ref, need_id=need.id, organisation_id=need.organisation_id, changed_at=now)
    added.need, added.organisation = need, need.organisation
    pool.invitations.append(added)
    ask(session, added, now=now)


def ask(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """The State has its full term from today.

    By no calendar of its own: the day on which a pool ends would tell the others by whose holidays it was counted.
    """
    day = deadlines.due(deadlines.Term.POOL, now)
    invitation.asked_on, invitation.answer_by = now.date(), day
    letters.to_invited(session, LetterKind.POOL_ASKED, invitation, now=now, day=day)


def require_free(session: Session, need: Need, *, by: Actor) -> None:
    """BadInput unless *need* is in the catalogue, Conflict if it is in a pool."""
    if need.state not in LIVE or not can(by, Action.READ_NEED, need):
        raise BadInput(say("Choose needs that are in the catalogue now."))
    if pools.of_need(session, need) is not None:
        raise Conflict(say("The need %(ref)s is in a pool already.", ref=need.ref))


def follow(session: Session, pool: Pool, *, by: Actor, now: datetime) -> None:
    """A pool stands as long as enough States have said yes. They hear that it changed; who has declined, never."""
    others = [one for one in pool.joined if one.organisation_id != by.organisation_id]
    if len(pool.joined) >= ENOUGH and pool.state == PoolState.PROPOSED:
        move(session, pool, Action.STAND_POOL, by=PORTAL, now=now)
        _tell(session, LetterKind.POOL_STANDS, pool.joined, now=now)
    elif len(pool.joined) >= ENOUGH:
        _tell(session, LetterKind.POOL_CHANGED, others, now=now)
    elif pool.state == PoolState.STANDING and pool.answer_by < now.date():
        dissolve(session, pool, note="", by=PORTAL, now=now)
    elif pool.state == PoolState.STANDING:
        move(session, pool, Action.LOOSEN_POOL, by=PORTAL, now=now)
        _tell(session, LetterKind.POOL_CHANGED, others, now=now)


def dissolve(session: Session, pool: Pool, *, note: str, by: Actor, now: datetime) -> None:
    """It ends, and with it every question that is still open. The note stays with the secretariat."""
    move(session, pool, Action.DISSOLVE_POOL, by=by, now=now, note=note, private=True)
    for one in pool.invitations:
        if one.state in pools.OPEN:
            move(session, one, Action.END_INVITATION, by=PORTAL, now=now)
            letters.to_invited(session, LetterKind.POOL_ENDED, one, now=now)


def let_go(session: Session, need: Need, *, now: datetime) -> None:
    """The need has left the catalogue for good, and with it any pool."""
    session.flush()
    if asked := pools.of_need(session, need, hold=True):
        was_in = asked in asked.pool.joined
        move(session, asked, Action.END_INVITATION, by=PORTAL, now=now)
        if was_in:
            follow(session, asked.pool, by=PORTAL, now=now)


def discuss(
    session: Session,
    pool: Pool,
    draft: MessageDraft,
    *,
    key: str | None,
    by: Person,
    now: datetime,
    parcel: Parcel | None = None,
) -> None:
    """Something for all who ask together, and for the case officer who proposed it, or who took it over."""
    if threads.add(session, pool, Action.DISCUSS_POOL, draft, key=key, by=by, now=now, parcel=parcel):
        others = [one for one in pool.joined if one.organisation_id != by.organisation_id]
        _tell(session, LetterKind.MESSAGE, others, now=now)
        proposer = (
            [] if pool.proposed_by_id in (None, by.id) else people.by_ids(session, [pool.proposed_by_id])
        )
        letters.write(session, LetterKind.MESSAGE, proposer, about=pool, now=now)


def _tell(session: Session, kind: LetterKind, to: Iterable[Invitation], *, now: datetime) -> None:
    for one in to:
        letters.to_invited(session, kind, one, now=now)
