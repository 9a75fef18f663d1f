"""From what reviewers decided to a lesson that people can weigh: learned, examined, compared, proposed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from matchmaker.engine.lessons import learning
from matchmaker.engine.lessons.feedback import Decision
from matchmaker.engine.lessons.learning import SHARES, Taught
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.ranking import rank
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.weights import ENGINE_VERSION, WEIGHTS
from matchmaker.models import Lesson, Match, Need, Offer
from matchmaker.queries import needs as read_needs
from matchmaker.queries.matches import with_both
from matchmaker.queries.offers import with_parts
from matchmaker.rules import TO_ALL
from matchmaker.services import lessons, lexicon
from matchmaker.services.evaluating import Exam
from matchmaker.services.matching import topic_terms
from matchmaker.services.profiles import need_profile, offer_profile
from matchmaker.vocabulary import (
    ABOUT_THE_SUBJECT,
    INTRODUCED_MATCH_STATES,
    MatchState,
    OfferState,
    Visibility,
)

FIRST = 5  # offers of a need that a reviewer surely reads
STEPS = (1.0, 0.5, 0.25, 0.125)  # how much of a lesson is proposed: the most that the exam bears

TAKEN_UP = {MatchState.SHORTLISTED, MatchState.TO_RELEASE, MatchState.CONSENT_ASKED, *INTRODUCED_MATCH_STATES}
PUBLISHED = select(Offer).where(Offer.state == OfferState.PUBLISHED)
AS_SHIPPED = Taught(WEIGHTS)
TURNED_DOWN = {MatchState.DISMISSED, MatchState.DECLINED}


class NothingToLearn(Exception):
    """Why no lesson is proposed, in a sentence."""


@dataclass(frozen=True)
class Trial:
    """A lesson, how much of what was learned it holds, and what the exam says before and with it."""

    taught: Taught
    share: float
    before: float
    after: float


def learn(session: Session, exam: Exam, *, now: datetime) -> Lesson:
    """A new candidate, with all that people want to know of it; nothing is kept. Raises NothingToLearn."""
    decided = decisions(session)
    words = lexicon.current(session)
    in_use = lessons.current(session)
    published = [offer_profile(offer) for offer in session.exec(with_parts(PUBLISHED)).all()]
    every = {offer.id: offer for offer in [*published, *(one.offer for one in decided)]}
    shipped = engine_of(AS_SHIPPED, words).fit(every.values())
    trial = best_trial(exam, words, shipped, decided, in_use.taught)
    held_out = learning.held_out(shipped, decided, share=trial.share)
    needs = [need_profile(need, on=now.date()) for need in read_needs.matchable(session)]
    old, new = (engine_of(each, words).fit(published) for each in (in_use.taught, trial.taught))
    return Lesson(
        ref="",
        engine=ENGINE_VERSION,
        before=in_use.version,
        weights=beside(in_use.taught, trial.taught),
        terms=[[term.topic, term.language, term.words] for term in trial.taught.terms],
        taken_up=sum(one.taken_up for one in decided),
        turned_down=sum(not one.taken_up for one in decided),
        exam_before=trial.before,
        exam_after=trial.after,
        pairs=held_out.pairs,
        right_before=held_out.before,
        right_after=held_out.after,
        needs=len(needs),
        changes=list(changes(old, new, needs)),
        learned_at=now,
        changed_at=now,
    )


def decisions(session: Session) -> list[Decision]:
    """What has been decided of pairs that everybody may know of, each as of the day on which it came up.

    What is confidential teaches nothing: a ranking that others see would else tell of it.
    """
    turned_down = and_(col(Match.state).in_(TURNED_DOWN), col(Match.decline_reason).in_(ABOUT_THE_SUBJECT))
    rows = with_both(select(Match).where(or_(col(Match.state).in_(TAKEN_UP), turned_down)))
    known = rows.where(col(Need.visibility).in_(TO_ALL), col(Offer.visibility) == Visibility.PUBLIC)
    return [
        Decision(
            need_profile(match.need, on=match.created_at.date()),
            offer_profile(match.offer),
            taken_up=match.state in TAKEN_UP,
        )
        for match in session.exec(known.order_by(col(Match.id))).all()
    ]


def engine_of(taught: Taught, words: Lexicon) -> Index:
    """An engine that ranks by *taught*, without offers yet."""
    return Index(weights=taught.weights, terms=topic_terms(words, taught.terms), lexicon=words)


def best_trial(
    exam: Exam, words: Lexicon, shipped: Index, decided: Sequence[Decision], in_use: Taught
) -> Trial:
    """As much of the lesson as does not lose the exam. Raises NothingToLearn."""
    before = _mark(exam, in_use, words)
    marks = []
    for share in STEPS:
        taught = learning.learn(shipped, decided, share=share)
        if taught in (in_use, AS_SHIPPED):
            break
        marks.append(_mark(exam, taught, words))
        if marks[-1] >= before:
            return Trial(taught, share, before, marks[-1])
    if not marks:
        raise NothingToLearn(f"{len(decided)} decisions teach nothing new.")
    raise NothingToLearn(
        f"What {len(decided)} decisions teach would lose the exam: {before:.4f} before, {marks[0]:.4f} with it."
    )


def _mark(exam: Exam, taught: Taught, words: Lexicon) -> float:
    """nDCG@10."""
    marks, _silence = exam.marks(engine_of(taught, words))
    return marks.figures.ndcg


def beside(old: Taught, new: Taught) -> dict[str, list[float]]:
    """Part of a score -> [its weight before, its weight now]."""
    return {part: [getattr(old.weights, part), getattr(new.weights, part)] for part in SHARES}


def changes(old: Index, new: Index, needs: Sequence[NeedProfile]) -> Iterator[list[int | bool]]:
    """[need id, offer id, whether it enters the need's first five or leaves them], need by need."""
    ranked = (rank.rank_all(index, needs, FIRST) for index in (old, new))
    for (need_id, were), (_same, are) in zip(*ranked, strict=True):
        left, entered = ({one.offer_id for one in found} for found in (were, are))
        yield from ([need_id, offer_id, True] for offer_id in sorted(entered - left))
        yield from ([need_id, offer_id, False] for offer_id in sorted(left - entered))
