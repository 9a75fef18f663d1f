"""The offers of the picture, counted once after each change: of thousands it takes longer than all the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from matchmaker.policy import Actor
from matchmaker.queries import picture
from matchmaker.queries.picture import OffersByPlace, PictureFilter
from matchmaker.services import matching

Counts = tuple[OffersByPlace, Sequence[int]]
MOST_KEPT = 200  # counts of one process: a few hundred bytes for each cell
_kept: dict[tuple[Any, ...], tuple[tuple[Any, ...], Counts]] = {}  # who asks for what -> (stamp, counts)


def offers(
    session: Session, actor: Actor, wanted: PictureFilter, months: Sequence[str], *, on: date
) -> Counts:
    """Open offers by place, and those that can be given in each of *months*.

    What is kept is for readers of the same role and organisation alone: nobody is handed the counts of another.
    """
    key = (str(session.get_bind().engine.url), actor.role, actor.organisation_id, wanted, *months, on)
    stamp = matching.stamp(session)
    seen, counts = _kept.get(key, (None, None))
    if counts is None or seen != stamp:
        counts = (
            picture.offers_by_place(session, actor, wanted, on=on),
            picture.offers_by_validity(session, actor, wanted, months, on=on),
        )
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = stamp, counts
    return counts
