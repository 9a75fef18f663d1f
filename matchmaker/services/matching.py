"""Between the database and the engine: who is compared with whom, and when it is done anew."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import copy
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter

from sqlmodel import Session, col, func, select

from matchmaker import reference
from matchmaker.engine.lessons.feedback import LearnedTerm, with_learned
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import OfferProfile
from matchmaker.engine.ranking import rank
from matchmaker.engine.ranking.rank import TOP, Ranked
from matchmaker.engine.ranking.verdict import Verdict, verdict
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.models import Match, Need, Offer, RankingRun
from matchmaker.queries import needs as read_needs
from matchmaker.queries import offers as read_offers
from matchmaker.services import lessons, lexicon, needs, suggestions
from matchmaker.services.profiles import edition, need_profile, offer_profile
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, OfferState

FOLDER = "index"  # in what the portal writes: a cache, to be thrown away at any time

Stamp = tuple[object, ...]
_held: dict[tuple[str, Path], tuple[Stamp, Index]] = {}  # at most one: a process serves one portal


@lru_cache(maxsize=1)
def topic_terms(words: Lexicon, learned: tuple[LearnedTerm, ...] = ()) -> TopicTerms:
    return TopicTerms(with_learned(reference.topic_terms(), learned), words)


def current_terms(session: Session) -> TopicTerms:
    """What topics say in words, as shipped and as learned, read with the lexicon as it stands now."""
    return topic_terms(lexicon.current(session), lessons.current(session).taught.terms)


def open_index(session: Session, folder: Path) -> Index:
    """The index saved in *folder*, brought in step with what is published now.

    It is a cache: a folder that is empty, old, damaged or of another database costs time, never a wrong list.
    A process opens it once, and then follows what has changed; its first shelf is saved when it is made anew.
    """
    terms, weights = current_terms(session), lessons.current(session).taught.weights
    place, now = (str(session.get_bind().engine.url), folder), stamp(session)
    seen, index = _held.get(place, (None, None))
    if index is None or index.terms is not terms or index.weights != weights:
        seen, index = None, Index.load(folder, weights=weights, terms=terms, lexicon=terms.lexicon)
    if seen != now:
        index = copy(index)  # others may be ranking by it
        saved = index.base_
        index.sync(editions(session), fetch=partial(fetch, session))
        if index.base_ is not saved:
            with suppress(OSError):  # on a full disk the next process reads the offers anew
                index.save(folder)
        _held.clear()
        _held[place] = now, index
    return index


def stamp(session: Session) -> Stamp:
    """Differs after every change of a published offer, whoever made it."""
    figures = select(
        func.count(),
        func.sum(Offer.id),
        func.sum(Offer.version),
        func.max(Offer.changed_at),
        func.min(Offer.ref),
        func.max(Offer.ref),
    ).where(Offer.state == OfferState.PUBLISHED)
    return tuple(session.exec(figures).one())


def editions(session: Session) -> dict[int, int]:
    """Id -> edition of every offer that may be suggested."""
    published = select(Offer.id, Offer.ref, Offer.version).where(Offer.state == OfferState.PUBLISHED)
    return {id_: edition(ref, version) for id_, ref, version in session.exec(published).all()}


def fetch(session: Session, ids: list[int]) -> Iterable[OfferProfile]:
    return [offer_profile(offer) for offer in read_offers.by_ids(session, ids)]


def best_for(session: Session, need: Need, *, index_folder: Path, now: datetime) -> tuple[Ranked, ...]:
    """The offers that fit *need* best, whatever its state; nothing is kept."""
    return rank.rank_one(open_index(session, index_folder), need_profile(need, on=now.date()))


def why(session: Session, need: Need, offer: Offer, *, index_folder: Path, now: datetime) -> Verdict:
    """Why *offer* is suggested for *need*, or is not. Raises KeyError for an offer that is not published."""
    index = open_index(session, index_folder)
    return verdict(index, need_profile(need, on=now.date()), offer_profile(offer))


def warm_up(session: Session, *, index_folder: Path, now: datetime) -> None:
    """Do once, and forget, what the first match of a process would wait for."""
    for need in read_needs.matchable(session)[:1]:
        best_for(session, need, index_folder=index_folder, now=now)
    lexicon.current(session).read()


def rank_need(session: Session, need: Need, *, index_folder: Path, now: datetime) -> int:
    """Look for offers for a new or changed need; how many were found.

    A need that is no longer open to offers loses the engine's suggestions.
    """
    if need.state not in MATCHABLE_NEED_STATES:
        suggestions.forget(session, col(Match.need_id) == need.id)
        return 0
    began = perf_counter()
    index = open_index(session, index_folder)
    found = rank.rank_one(index, need_profile(need, on=now.date()))
    run = _begin(session, needs=1, offers=len(index), now=now)
    suggestions.replace(session, {need.id: found}, run, now=now)
    needs.start_matching(session, need, now=now)
    _end(session, run, len(found), began)
    return len(found)


def rank_offer(session: Session, offer: Offer, *, index_folder: Path, now: datetime) -> int:
    """Look whom a new or changed offer may serve; how many needs it now stands among the best for.

    An offer that has left the catalogue is suggested no more; its places are filled by the next `rank_all`.
    """
    if offer.state != OfferState.PUBLISHED:
        suggestions.forget(session, col(Match.offer_id) == offer.id)
        return 0
    began = perf_counter()
    index = open_index(session, index_folder)
    open_needs = [need_profile(need, on=now.date()) for need in read_needs.matchable(session)]
    served = dict(rank.rank_back(index, offer_profile(offer), open_needs))
    held = suggestions.by_need(session, [need.id for need in open_needs])
    entered = {id_: [one] for id_, one in served.items() if _enters(one, held[id_])}
    run = _begin(session, needs=len(open_needs), offers=1, now=now)
    suggestions.keep(session, entered, held, run, now=now)
    suggestions.drop(session, _outdone(offer.id, entered, held))
    _end(session, run, len(entered), began)
    return len(entered)


def _enters(one: Ranked, rows: Sequence) -> bool:
    """Whether fewer than TOP other offers of the need score higher; the older wins a tie."""
    return sum(row.score >= one.score for row in rows if row.offer_id != one.offer_id) < TOP


def _outdone(offer_id: int, entered: dict[int, list[Ranked]], held: dict[int, list]) -> list[int]:
    """Matches no longer among the best: of this offer where it does not enter, of others where it does."""
    gone = []
    for need_id, rows in held.items():
        others = [row for row in rows if row.offer_id != offer_id]
        others.sort(key=lambda row: (-row.score, row.id))
        gone += [row.id for row in others[TOP - 1 :]] if need_id in entered else []
        gone += [row.id for row in rows if row.offer_id == offer_id and need_id not in entered]
    return gone


def _begin(session: Session, *, needs: int, offers: int, now: datetime) -> RankingRun:
    run = RankingRun(
        engine_version=lessons.current(session).version, needs=needs, offers=offers, started_at=now
    )
    session.add(run)
    session.flush()
    return run


def _end(session: Session, run: RankingRun, suggested: int, began: float) -> None:
    run.suggestions = suggested
    run.finished_at = run.started_at + timedelta(seconds=perf_counter() - began)
    session.flush()
