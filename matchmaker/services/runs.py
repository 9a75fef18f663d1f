"""A ranking of everything, in four steps, so that nobody ever sees half of one.

To begin is a row; to compare takes a minute where there is much, and only reads. Needs that were new in the catalogue
are in matching then, a few at a time. Last, what was found takes the place of the old lists in one transaction, short
enough for everybody who waits to write. A process that is killed before leaves the old lists as they were, and a row
that tells of a run without an end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from matchmaker.clock import NIGHT, last
from matchmaker.engine.ranking import rank
from matchmaker.models import Match, Need, Offer, RankingRun
from matchmaker.queries import needs as read_needs
from matchmaker.services import findings, lessons, matching, needs, suggestions, work
from matchmaker.services.profiles import need_profile
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, Job, NeedState, OfferState

Progress = Callable[[int, int], None]
PIECE = 100  # needs: a tenth of a second, in which nobody else can write


class Replaced(Exception):
    """Another run has begun meanwhile; the results of this one are old before they are kept."""


@dataclass(frozen=True)
class Compared:
    """Of which edition everything was that was compared, and which needs were new in the catalogue."""

    needs: Mapping[int, int]  # id -> version
    offers: Mapping[int, int]  # id -> edition
    published: Sequence[int]


def quietly(done: int, of: int) -> None:
    pass


def rank_all(
    session: Session, *, index_folder: Path, now: datetime, progress: Progress = quietly
) -> RankingRun:
    """All four steps in one transaction. *progress* is told (needs done, needs in all)."""
    run = begin(session, now=now)
    compared = compare(session, index_folder=index_folder, now=now, progress=progress)
    compared = start_matching(session, compared.published, compared, now=now)
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
    """Every open need with every published offer. What is found is laid down where only this connection sees it."""
    # Read before the offers themselves: what changes in between counts as changed.
    offers = matching.editions(session)
    index = matching.open_index(session, index_folder)
    open_needs = read_needs.matchable(session)
    profiles = [need_profile(need, on=now.date()) for need in open_needs]
    findings.lay_down(session, dict(rank.rank_all(index, profiles, progress=progress)))
    published = [need.id for need in open_needs if need.state == NeedState.PUBLISHED]
    return Compared({need.id: need.version for need in open_needs}, offers, published)


def pieces(compared: Compared) -> Iterator[Sequence[int]]:
    """The needs that were new in the catalogue, so few at a time that nobody waits for long to write."""
    return suggestions.chunks(compared.published, most=PIECE)


def start_matching(
    session: Session, need_ids: Sequence[int], compared: Compared, *, now: datetime
) -> Compared:
    """The engine has looked for these: those that are still as they were compared are in matching from now on."""
    rows = select(Need).where(col(Need.id).in_(need_ids)).order_by(col(Need.id))
    found = session.exec(rows.with_for_update(key_share=True)).all()
    same = [need for need in found if need.version == compared.needs[need.id]]
    for need in same:
        needs.start_matching(session, need, now=now)
    session.flush()
    return replace(compared, needs={**compared.needs, **{need.id: need.version for need in same}})


def switch(session: Session, run: RankingRun, compared: Compared, *, now: datetime) -> RankingRun:
    """Let what was laid down take the place of what was suggested before. Replaced if another run has begun since.

    Needs and offers that were changed, hidden or withdrawn while the run went on are left out and asked for anew.
    """
    session.refresh(run, with_for_update=True)
    if run.aborted_at is not None:
        raise Replaced
    need_ids = _still_true(session, compared)
    run.suggestions = findings.take_over(session, need_ids, run, now=now)
    closed = select(Need.id).where(col(Need.state).not_in(MATCHABLE_NEED_STATES))
    suggestions.forget(session, col(Match.need_id).in_(closed))
    run.finished_at = now
    session.flush()
    return run


def _still_true(session: Session, compared: Compared) -> set[int]:
    """The needs that are as they were compared. What has changed is left out, and asked for anew."""
    open_now = select(Need.id, Need.version).where(col(Need.state).in_(MATCHABLE_NEED_STATES))
    changed_needs = _changed(compared.needs, dict(session.exec(open_now).all()))
    changed_offers = _changed(compared.offers, matching.editions(session))
    for job, changed in ((Job.RANK_NEED, changed_needs), (Job.RANK_OFFER, changed_offers)):
        for thing_id in sorted(changed):
            work.ask(session, job, thing_id)
    findings.leave_out(session, changed_needs, changed_offers)
    return set(compared.needs) - changed_needs


def _changed(before: Mapping[int, int], now: Mapping[int, int]) -> set[int]:
    """Ids of what is new, gone, or of another edition."""
    return {id_ for id_, _edition in before.items() ^ now.items()}


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether no run of everything has begun since the last night fell due."""
    begun = select(RankingRun.id).where(col(RankingRun.whole), RankingRun.started_at >= last(NIGHT, now))
    return session.exec(begun.limit(1)).first() is None
