"""A ranking of everything, in three steps, so that nobody ever sees half of one.

To compare takes a minute where there is much, and only reads. What was found then takes the place of the old lists
in one transaction, short enough for everybody who waits to write. A process that is killed before leaves the old
lists as they were, and a row that tells of a run without an end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from matchmaker.engine.ranking import rank
from matchmaker.models import Match, Need, Offer, RankingRun
from matchmaker.queries import needs as read_needs
from matchmaker.services import lessons, matching, needs, suggestions, work
from matchmaker.services.profiles import need_profile
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, Job, NeedState, OfferState

Progress = Callable[[int, int], None]
NIGHT = time(
    2
)  # UTC: the fewest people are awake in the two thirds of the world that are not in the Americas


class Replaced(Exception):
    """Another run has begun meanwhile; the results of this one are old before they are kept."""


@dataclass(frozen=True)
class Compared:
    """What was found, and of which edition everything was that was compared."""

    found: suggestions.Found
    needs: Mapping[int, int]  # id -> version
    offers: Mapping[int, int]  # id -> edition


def quietly(done: int, of: int) -> None:
    pass


def rank_all(
    session: Session, *, index_folder: Path, now: datetime, progress: Progress = quietly
) -> RankingRun:
    """All three steps in one transaction. *progress* is told (needs done, needs in all)."""
    run = begin(session, now=now)
    compared = compare(session, index_folder=index_folder, now=now, progress=progress)
    return switch(session, run, compared, now=now)


def begin(session: Session, *, now: datetime) -> RankingRun:
    """Write a run down. Whatever run has no end by now is aborted: it was killed, or this one replaces it."""
    unended = (
        col(RankingRun.whole),
        col(RankingRun.finished_at).is_(None),
        col(RankingRun.aborted_at).is_(None),
    )
    for former in session.exec(select(RankingRun).where(*unended)):
        former.aborted_at = now
    open_needs = select(func.count()).where(col(Need.state).in_(MATCHABLE_NEED_STATES))
    offers = select(func.count()).where(Offer.state == OfferState.PUBLISHED)
    run = RankingRun(
        engine_version=lessons.current(session).version,
        needs=session.exec(open_needs).one(),
        offers=session.exec(offers).one(),
        whole=True,
        started_at=now,
    )
    session.add(run)
    session.flush()
    return run


def compare(session: Session, *, index_folder: Path, now: datetime, progress: Progress = quietly) -> Compared:
    """Every open need with every published offer; nothing is written."""
    # Read before the offers themselves: what changes in between counts as changed.
    offers = matching.editions(session)
    index = matching.open_index(session, index_folder)
    open_needs = read_needs.matchable(session)
    profiles = [need_profile(need, on=now.date()) for need in open_needs]
    found = dict(rank.rank_all(index, profiles, progress=progress))
    return Compared(found, {need.id: need.version for need in open_needs}, offers)


def switch(session: Session, run: RankingRun, compared: Compared, *, now: datetime) -> RankingRun:
    """Put what was found in the place of what was suggested before. Replaced if another run has begun since.

    Needs and offers that were changed, hidden or withdrawn while the run went on are left out and asked for anew.
    """
    session.refresh(run, with_for_update=True)
    if run.aborted_at is not None:
        raise Replaced
    found = _still_true(session, compared)
    suggestions.replace(session, found, run, now=now)
    closed = select(Need.id).where(col(Need.state).not_in(MATCHABLE_NEED_STATES))
    suggestions.forget(session, col(Match.need_id).in_(closed))
    for need in session.exec(select(Need).where(Need.state == NeedState.PUBLISHED)):
        if need.id in found:
            needs.start_matching(session, need, now=now)
    run.suggestions, run.finished_at = sum(map(len, found.values())), now
    session.flush()
    return run


def _still_true(session: Session, compared: Compared) -> suggestions.Found:
    """What was found, without what is of another edition by now: that is asked for anew."""
    open_now = select(Need.id, Need.version).where(col(Need.state).in_(MATCHABLE_NEED_STATES))
    needs_now = dict(session.exec(open_now).all())
    offers_now = matching.editions(session)
    for need_id in _changed(compared.needs, needs_now):
        work.ask(session, Job.RANK_NEED, need_id)
    changed = _changed(compared.offers, offers_now)
    for offer_id in changed:
        work.ask(session, Job.RANK_OFFER, offer_id)
    return {
        need_id: [one for one in ranked if one.offer_id not in changed]
        for need_id, ranked in compared.found.items()
        if needs_now.get(need_id) == compared.needs[need_id]
    }


def _changed(before: Mapping[int, int], now: Mapping[int, int]) -> set[int]:
    """Ids of what is new, gone, or of another edition."""
    return {id_ for id_, _edition in before.items() ^ now.items()}


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether no run of everything has begun since the last night fell due."""
    tonight = datetime.combine(now.date(), NIGHT, now.tzinfo)
    since = tonight if tonight <= now else tonight - timedelta(days=1)
    begun = select(RankingRun.id).where(col(RankingRun.whole), RankingRun.started_at >= since)
    return session.exec(begun.limit(1)).first() is None
