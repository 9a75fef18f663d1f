"""Relevance feedback: which words of offers that were taken up for a topic say what the topic is about.

Rocchio 1971: the middle of what was found good, less a part of the middle of what was found bad. Only what
everybody may read teaches: terms are words of public offers, and a need gives no more than its topics.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.engine.offers.snapshot import Snapshot
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.explain import LONGEST_PHRASE, is_compound, is_concept, is_pair, shown
from matchmaker.engine.text import analysis, languages
from matchmaker.engine.text.analysis import Placed
from matchmaker.engine.text.topics import Terms

LEAST_DECISIONS = 3  # pairs taken up that speak for a term
LEAST_DONORS = 2  # whose words they are: what one house calls its work is no word for the topic
MOST_TERMS = 3  # a topic: people must be able to weigh each one
MOST_COMMON = 0.25  # of the public offers: a word that stands in more of them tells no topic from another
AGAINST = 0.5  # what an offer turned down counts, beside one taken up


@dataclass(frozen=True)
class Decision:
    """What people made of one pair: taken up, or turned down because it is about something else."""

    need: NeedProfile
    offer: OfferProfile
    taken_up: bool


@dataclass(frozen=True, order=True)
class LearnedTerm:
    """A word or phrase as it stands in an offer, as one more term of *topic*."""

    topic: str
    language: str
    words: str


def with_learned(terms: Terms, learned: Sequence[LearnedTerm]) -> Terms:
    """*terms* and the *learned* ones; both count alike."""
    found = {
        topic: {language: tuple(said) for language, said in each.items()} for topic, each in terms.items()
    }
    for term in learned:
        by_language = found.setdefault(term.topic, {})
        by_language[term.language] = (*by_language.get(term.language, ()), term.words)
    return found


def learned_terms(snapshot: Snapshot, decisions: Sequence[Decision]) -> tuple[LearnedTerm, ...]:
    """At most MOST_TERMS for each topic of the needs of *decisions*, in the order of their codes."""
    told = sorted(
        (one for one in decisions if one.offer.is_public), key=lambda one: (one.need.id, one.offer.id)
    )
    topics = sorted({topic for one in told for topic in topics_of(one)})
    return tuple(
        term
        for topic in topics
        for term in terms_of(snapshot, topic, [one for one in told if topic in topics_of(one)])
    )


def topics_of(decision: Decision) -> Collection[str]:
    """The topics that a decision is about: those in common; where the offer states none, all of the need."""
    stated = decision.offer.topics
    return [topic for topic in decision.need.topics if not stated or topic in stated]


def terms_of(snapshot: Snapshot, topic: str, decisions: Sequence[Decision]) -> Iterator[LearnedTerm]:
    """The terms of one topic, the best first; none that what is listed, or a better one, says already."""
    taken = [one.offer for one in decisions if one.taken_up]
    weights = rocchio(snapshot, taken, [one.offer for one in decisions if not one.taken_up])
    known = set(snapshot.terms.keys(topic))
    found = 0
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        if found == MOST_TERMS:
            return
        if key not in known and (said := said_by(snapshot, key, taken)):
            known.update(analysis.counts(said.words, said.language, snapshot.lexicon).keys.tolist())
            found += 1
            yield LearnedTerm(topic, said.language, said.words)


def rocchio(
    snapshot: Snapshot, taken: Sequence[OfferProfile], turned: Sequence[OfferProfile]
) -> dict[int, float]:
    """Key -> weight, of the keys that enough of those *taken* have, and that weigh more there than in *turned*."""
    weights: dict[int, float] = {}
    speak: dict[int, list[int]] = {}
    for offers, sign in ((taken, 1.0), (turned, -AGAINST)):
        for offer in offers:
            for key, weight in vector(snapshot, offer.id).items():
                weights[key] = weights.get(key, 0.0) + sign * weight / len(offers)
                if sign > 0:
                    speak.setdefault(key, []).append(offer.organisation_id)
    return {
        key: weights[key]
        for key, donors in speak.items()
        if len(donors) >= LEAST_DECISIONS and len(set(donors)) >= LEAST_DONORS and weights[key] > 0
    }


def vector(snapshot: Snapshot, offer_id: int) -> Mapping[int, float]:
    """Key -> what it weighs in the text of the offer, without the keys that too many public offers have."""
    shelf, row = snapshot.find(offer_id)
    _, cols, weights = snapshot.weighed(shelf, np.array([row]))
    rare = shelf.df.of(cols) <= MOST_COMMON * snapshot.measure.public
    return dict(zip(shelf.corpus.keys[cols[rare]].tolist(), weights[rare].tolist(), strict=True))


def said_by(snapshot: Snapshot, key: int, offers: Sequence[OfferProfile]) -> LearnedTerm | None:
    """How the first of *offers* that has *key* says it; None where it is no word to show, as a number."""
    for offer in offers:
        shelf, row = snapshot.find(offer.id)
        placed = analysis.places(shelf.corpus.text(row), offer.language, snapshot.lexicon)
        if key in placed.spans:
            words = shown(placed.spans[key], placed)
            return LearnedTerm("", offer.language, words) if is_telling(key, words, placed) else None
    return None


def is_telling(key: int, words: str, placed: Placed) -> bool:
    """Whether people would take *words* for a term: a concept or a pair of words, for one word is too little.

    Where words are not spaced, a pair is a piece of a phrase, and only a concept is whole.
    """
    whole = is_concept(key) or (is_pair(key) and all(map(languages.is_spaced, languages.RUN.findall(words))))
    return whole and key not in placed.untold and is_compound(words) and len(words) <= LONGEST_PHRASE
