"""A pool as its reader may know it: who asks together, what was said to whom, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaker.models import History, Invitation, Need, Pool
from matchmaker.queries import history, people, pools
from matchmaker.rules import VISITOR, listed, own
from matchmaker.services import duplicates
from matchmaker.vocabulary import InvitationState, Noun, PoolState
from matchmaker.web import witness
from matchmaker.web.access import actor, may
from matchmaker.web.session import session
from matchmaker.web.stories import Told, history_rows
from matchmaker.web.words import house_name, name_of


def ours_in(pool: Pool) -> Invitation | None:
    """What the reader's own State was asked."""
    return next((one for one in pool.invitations if own(actor(), one)), None)


def together_in(pool: Pool) -> list[Invitation]:
    """The States that ask together, as far as the reader may know of them."""
    joined = [one for one in pool.joined if may("invitation.read", one)]
    return joined if pool.state == PoolState.STANDING else []


def contacts_of(pool: Pool) -> dict[int, Sequence[tuple[str, str]]]:
    """Organisation -> (name, address) of the people to write to; for those who ask together, and for staff."""
    if not may("pool.read_contacts", pool) or pool.state != PoolState.STANDING:
        return {}
    witness.showed_members(actor(), pool)
    found = people.of_pool(session, pool)
    return {house: [(one.name, one.email) for one in some] for house, some in found.items()}


@dataclass(frozen=True)
class Pooled:
    """That a need is in a pool, or asked into one; `others` ask together with it."""

    invitation: Invitation
    others: Sequence[Invitation]


def pooled(need: Need) -> Pooled | None:
    """As far as this reader may know of it."""
    asked = pools.of_need(session, need)
    if asked is None or not may("invitation.read", asked):
        return None
    return Pooled(asked, [one for one in together_in(asked.pool) if one is not asked])


def is_listed(need: Need) -> bool:
    """Whether everybody may know of *need*."""
    return listed(VISITOR, need)


def alike_for(ours: Invitation | None) -> list[Need]:
    """Needs like one's own that one may read anyway, whether or not anybody asks them too: for who has to answer."""
    if ours is None or ours.state != InvitationState.ASKED:
        return []
    return duplicates.needs_to_pool(session, actor(), ours.need)


def standing_of(pool: Pool) -> str:
    """Where it stands: to a State that is not in it, no more than what it has said itself."""
    ours = ours_in(pool)
    known = ours is None or may("pool.read_contacts", pool)
    return name_of(pool.state if known else ours.state)


def story_of(pool: Pool) -> list[Told]:
    """To staff all of it; to a State its own answers, and since when those ask who ask with it."""
    names = {one.id: house_name(one.organisation) for one in pool.invitations}
    rows = [row for row in history.of_pool(session, pool) if _is_told(pool, row)]
    return [
        replace(told, what=f"{names[row.thing_id]} · {told.what}") if row.noun == Noun.INVITATION else told
        for told, row in zip(history_rows(rows), reversed(rows), strict=True)
    ]


def _is_told(pool: Pool, row: History) -> bool:
    if may("pool.read_answers", pool):
        return True
    ours = ours_in(pool)
    if ours is None or row.noun == Noun.POOL:
        return False
    fellows = {one.id for one in together_in(pool)}
    return row.thing_id == ours.id or (row.thing_id in fellows and row.to_state == InvitationState.JOINED)
