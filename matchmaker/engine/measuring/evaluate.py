"""How good the rankings are: nDCG@10, MRR@10, recall@20, MAP on judged collections and the portal's exam."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from matchmaker.engine.finding.search import DECIMALS
from matchmaker.engine.measuring import judged
from matchmaker.engine.measuring.judged import Collection, Grades
from matchmaker.engine.offers import bulk
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.eligibility import bars
from matchmaker.engine.ranking.rank import BLOCK, rank_all

NDCG_DEPTH, MRR_DEPTH, RECALL_DEPTH = 10, 10, 20
EXAM_RELEVANT_FROM = 2  # of the portal's grades 0-3: what a case officer would put on the shortlist


@dataclass(frozen=True)
class Figures:
    """How good one ranking is, or the mean of several: each from 0 to 1."""

    ndcg: float
    mrr: float
    recall: float
    average_precision: float


@dataclass(frozen=True)
class Evaluation:
    """What one collection showed: the figures of each need that has something to find, by its key, and the
    seconds that reading, analysing and ranking took."""

    collection: str
    each: Mapping[str, Figures]
    seconds: float

    @property
    def figures(self) -> Figures:
        return mean(tuple(self.each.values()))


@dataclass(frozen=True)
class Silence:
    """How often "nothing suitable" was said, and rightly: counts of needs."""

    said: int
    due: int  # no offer that may be suggested is graded above 0
    rightly: int  # said and due

    @property
    def precision(self) -> float:
        return self.rightly / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.rightly / self.due if self.due else 1.0


def evaluate(folder: Path, index: Index) -> Evaluation:
    """Ranks a judged collection by text alone, which is all it has, in *index*, which then holds it.

    Raises judged.BrokenCollection.
    """
    began = perf_counter()
    collection = judged.read(folder)
    found = {
        need: figures(order, grades, collection.relevant_from)
        for need, order, grades in orders(collection, index)
        if any(grade > 0 for grade in grades.values())
    }
    return Evaluation(collection.name, found, perf_counter() - began)


def examine(
    index: Index, needs: Mapping[str, NeedProfile], offers: Mapping[str, OfferProfile], grades: Grades
) -> tuple[Evaluation, Silence]:
    """Ranks the portal's own graded pairs with everything the engine knows, eligibility first.

    What is barred by place, date or language is never suggested, however well it would fit: its grade counts
    as 0. A need for which nothing above 0 is left should get no suggestion at all.

    *index* holds *offers*; needs without a graded offer are left out.
    """
    began = perf_counter()
    keys = {need.id: key for key, need in needs.items() if grades.get(key)}
    given = {offer.id: key for key, offer in offers.items()}
    found, said, due = {}, set(), set()
    for need_id, suggestions in rank_all(index, [needs[key] for key in keys.values()], top=len(given)):
        key = keys[need_id]
        fair = {
            offer: 0 if bars(needs[key], offers[offer]) else grade for offer, grade in grades[key].items()
        }
        order = [given[ranked.offer_id] for ranked in suggestions]
        if any(fair.values()):
            found[key] = figures(order, fair, EXAM_RELEVANT_FROM)
        else:
            due.add(key)
        if not order:
            said.add(key)
    evaluation = Evaluation("exam", found, perf_counter() - began)
    return evaluation, Silence(said=len(said), due=len(due), rightly=len(said & due))


def orders(collection: Collection, index: Index) -> Iterator[tuple[str, list[str], Mapping[str, int]]]:
    """For each need its key, the keys of the offers that share a word with it, best first, and its grades."""
    snapshot = index.fit(offer_profiles(collection)).snapshot_
    weighted, features = bulk.offer_vectors(snapshot), snapshot.text_keys()
    keys = [offer.key for offer in collection.offers]
    for start in range(0, len(collection.needs), BLOCK):
        block = collection.needs[start : start + BLOCK]
        asked = snapshot.asked([need_profile(text, collection.needs_language) for text in block])
        block_scores = np.round(bulk.text_scores(weighted, asked, features), DECIMALS)
        for text, scores in zip(block, block_scores, strict=True):
            grades = collection.grades.get(text.key, {})
            order = (keys[row] for row in np.argsort(-scores, kind="stable") if scores[row] > 0)
            yield text.key, [key for key in order if counts_for(collection, text.key, key)], grades


def counts_for(collection: Collection, need: str, offer: str) -> bool:
    """Whether the rules of the collection let *offer* into the ranking for *need*."""
    if collection.excludes_itself and offer == need:
        return False
    return not collection.only_judged or offer in collection.grades.get(need, {})


def offer_profiles(collection: Collection) -> Iterator[OfferProfile]:
    for number, text in enumerate(collection.offers):
        yield OfferProfile(
            id=number,
            organisation_id=0,
            language=collection.offers_language,
            title=text.title,
            text=text.text,
        )


def need_profile(text: judged.Text, language: str) -> NeedProfile:
    return NeedProfile(id=0, organisation_id=0, language=language, title=text.title, text=text.text)


def figures(order: Sequence[str], grades: Mapping[str, int], relevant_from: int) -> Figures:
    """The figures of one ranking, *order*, best first; what is graded but not in it was not found."""
    relevant = {key for key, grade in grades.items() if grade >= relevant_from}
    hits = [key in relevant for key in order]
    ranks = [rank for rank, hit in enumerate(hits, start=1) if hit]
    first = ranks[0] if ranks else math.inf
    return Figures(
        ndcg=ndcg([grades.get(key, 0) for key in order], list(grades.values())),
        mrr=1 / first if first <= MRR_DEPTH else 0.0,
        recall=sum(hits[:RECALL_DEPTH]) / max(len(relevant), 1),
        average_precision=sum(nth / rank for nth, rank in enumerate(ranks, start=1)) / max(len(relevant), 1),
    )


def ndcg(found: Sequence[int], best: Sequence[int]) -> float:
    """Discounted gain of the grades *found*, in order, over that of the *best* order; the gain is the grade.

    Source: Järvelin and Kekäläinen 2002, with base 2 from the first rank on.
    """
    ideal = discounted(sorted(best, reverse=True))
    return discounted(found) / ideal if ideal else 0.0


def discounted(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 2) for rank, grade in enumerate(grades[:NDCG_DEPTH]))


def mean(found: Sequence[Figures]) -> Figures:
    """Zeros where there is nothing to take the mean of."""
    columns = [(each.ndcg, each.mrr, each.recall, each.average_precision) for each in found] or [(0.0,) * 4]
    return Figures(*(math.fsum(column) / len(columns) for column in zip(*columns, strict=True)))
