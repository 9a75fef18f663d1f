"""What reviewers' decisions teach: how much each part of a score should count, and further terms of topics.

Nothing here changes a ranking. What is learned is a proposal, which people read and take or leave.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.engine.lessons.feedback import Decision, LearnedTerm, learned_terms, with_learned
from matchmaker.engine.measuring.ablation import SHARES
from matchmaker.engine.offers.index import Index
from matchmaker.engine.offers.snapshot import Snapshot
from matchmaker.engine.offers.weighing import Floats
from matchmaker.engine.profiles import NeedProfile
from matchmaker.engine.ranking.reasons import ReasonKind
from matchmaker.engine.ranking.standing import standing
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import Weights

LEAST, MOST = 0.5, 1.5  # times what it was: no part is silenced by what one season's reviewers did
CLEAR = 0.05  # a difference of scores that reviewers hardly ever overrule
DOUBT = 5  # needs' worth of decisions that speak for leaving all as it is
DIGITS = 3  # of a weight: what people can read, and no more than decisions can tell
FOLDS = 10  # parts into which needs are divided to see whether a lesson holds for others

PART_OF = {
    ReasonKind.TOPIC: "topic",
    ReasonKind.AREA: "topic",
    ReasonKind.MODALITY: "modality",
    ReasonKind.DATES: "dates",
    ReasonKind.LANGUAGE: "language",
    ReasonKind.BUDGET: "budget",
}


@dataclass(frozen=True)
class Taught:
    """A lesson: the weights, and the terms that topics have besides the listed ones."""

    weights: Weights
    terms: tuple[LearnedTerm, ...] = ()


@dataclass(frozen=True)
class HeldOut:
    """Of how many pairs (one offer taken up, another turned down, for one need) the first stands first."""

    pairs: int
    before: int
    after: int  # each judged by a lesson that was learned without this need


def learn(index: Index, decisions: Sequence[Decision], *, share: float = 1.0) -> Taught:
    """What *decisions* teach beside the weights and terms of *index*, which holds the offers they are about.

    *share* says how far to follow them, from 0 to 1. Their order changes nothing. Where they teach nothing, all is
    as it was.
    """
    terms = learned_terms(index.snapshot_, decisions)
    ahead = [each for _need, each in sorted(leads(retaught(index, terms), decisions).items())]
    return Taught(learned_weights(ahead, index.weights, share=share), terms)


def retaught(index: Index, terms: Sequence[LearnedTerm]) -> Snapshot:
    """The state of *index* with *terms*: what offers weigh stays as it is."""
    known = index.snapshot_.terms
    return replace(index.snapshot_, terms=TopicTerms(with_learned(known.terms, terms), known.lexicon))


def leads(snapshot: Snapshot, decisions: Sequence[Decision]) -> Mapping[int, Floats]:
    """Need id -> by how much each offer taken up is ahead of each turned down, in each part: shape (m, 6)."""
    by_need: dict[int, list[Decision]] = {}
    for decision in decisions:
        by_need.setdefault(decision.need.id, []).append(decision)
    found = {}
    for need_id, told in by_need.items():
        sides = [sorted(one.offer.id for one in told if one.taken_up is side) for side in (True, False)]
        if all(sides):
            taken, turned = (
                np.array([parts(snapshot, told[0].need, offer_id) for offer_id in side]) for side in sides
            )
            found[need_id] = (taken[:, None] - turned[None]).reshape(-1, len(SHARES))
    return found


def parts(snapshot: Snapshot, need: NeedProfile, offer_id: int) -> list[float]:
    """How much of each part of the score an offer earns: 0 to 1, in the order of SHARES."""
    stands, row = standing(snapshot, need, offer_id)
    earned = dict.fromkeys(SHARES, 0.0) | {
        "text": float(stands.exactly(row).words[0]) / snapshot.weights.text
    }
    for fit in stands.fits:
        part = PART_OF[fit.kind]
        earned[part] += float(fit.shares(row)[0]) / getattr(snapshot.weights, part)
    return [earned[share] for share in SHARES]


def learned_weights(ahead: Sequence[Floats], known: Weights, *, share: float = 1.0) -> Weights:
    """The weights by which offers taken up stand before those turned down, as near to *known* as may be, or
    *share* of the way to them.

    *ahead*: for each need a (m, 6). Minimises the mean over each need's pairs of ln(1 + exp(-lead / CLEAR)),
    summed over needs, and DOUBT / 2 times the squared relative changes; each part stays within LEAST and
    MOST times what it was, and together they stay what they were. The problem is convex: there is one answer.
    Source: Joachims 2002 (learning from pairs), with the regularisation of ridge regression.
    """
    if not ahead:
        return known
    from scipy import optimize  # slow to import, and only learning needs it

    usual = np.array([getattr(known, part) for part in SHARES])

    def regret(weights: Floats) -> float:
        doubt = DOUBT / 2 * np.sum((weights / usual - 1) ** 2)
        return doubt + sum(np.logaddexp(0, -(each @ weights) / CLEAR).mean() for each in ahead)

    best = optimize.minimize(
        regret,
        usual,
        method="SLSQP",
        bounds=[(LEAST * weight, MOST * weight) for weight in usual],
        constraints={"type": "eq", "fun": lambda weights: weights.sum() - usual.sum()},
    )
    return rounded(known, usual + share * (best.x - usual), usual)


def rounded(known: Weights, found: Floats, usual: Floats) -> Weights:
    """*found* in few digits; the largest part takes what rounding left over."""
    short = np.round(np.clip(found, LEAST * usual, MOST * usual), DIGITS)
    short[np.argmax(usual)] += usual.sum() - short.sum()
    named = zip(SHARES, np.round(short, DIGITS).tolist(), strict=True)
    return replace(known, **dict(named))


def held_out(index: Index, decisions: Sequence[Decision], *, share: float = 1.0) -> HeldOut:
    """Whether the lesson of some needs holds for others: each tenth of the needs is judged by the other nine."""
    order = sorted({decision.need.id for decision in decisions})
    fold = {need_id: place % FOLDS for place, need_id in enumerate(order)}
    pairs = before = after = 0
    for number in sorted(set(fold.values())):
        mine = [decision for decision in decisions if fold[decision.need.id] == number]
        others = [decision for decision in decisions if fold[decision.need.id] != number]
        taught = learn(index, others, share=share)
        known = np.concatenate([np.empty((0, len(SHARES))), *leads(index.snapshot_, mine).values()])
        new = np.concatenate(
            [np.empty((0, len(SHARES))), *leads(retaught(index, taught.terms), mine).values()]
        )
        pairs += len(known)
        before += in_order(known, index.weights)
        after += in_order(new, taught.weights)
    return HeldOut(pairs, before, after)


def in_order(ahead: Floats, weights: Weights) -> int:
    """In how many rows of *ahead* (m, 6) the lead is one."""
    return int(np.sum(ahead @ [getattr(weights, share) for share in SHARES] > 0))
