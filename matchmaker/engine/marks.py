"""Where the reasons stand in the two texts: every place of every word, phrase and concept that counts.

What counts is what both texts have in common, and what the offer says of the need's topics. A reason tells it
in words of the texts; those words are read again here, so that the reasons kept with an old suggestion can
still be marked in the texts of today, without an index.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from matchmaker.engine import analysis
from matchmaker.engine.corpus import full_text
from matchmaker.engine.languages import clean
from matchmaker.engine.lexicon import Lexicon
from matchmaker.engine.origins import Span
from matchmaker.engine.passages import passages
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.reasons import Reason, ReasonKind
from matchmaker.engine.recognition import latin_of
from matchmaker.engine.topics import TopicTerms

OTHER = -1  # the reason of what counts and that no sentence names
IN_COMMON = frozenset({ReasonKind.WORDS, ReasonKind.CONCEPT})

Claims = Mapping[int, Sequence[int]]  # key -> the reasons it belongs to, as numbers


class Claim(NamedTuple):
    """A place in a text, and a reason that has a key there."""

    start: int
    end: int
    reason: int


@dataclass(frozen=True)
class Mark:
    """A piece of a text, from one character up to but without another, and the places of its reasons.

    The first is the one that the whole piece speaks for, or OTHER; others have no piece of their own in the text.
    """

    start: int
    end: int
    reasons: tuple[int, ...]


@dataclass(frozen=True)
class Marks:
    """Of a pair: in `full_text` of the need, and in that of the offer. Ascending, and none overlaps another."""

    in_need: tuple[Mark, ...]
    in_offer: tuple[Mark, ...]


def marks(need: NeedProfile, offer: OfferProfile, reasons: Sequence[Reason], terms: TopicTerms) -> Marks:
    """Where each of *reasons*, the weightiest first, stands in both texts."""
    lexicon = terms.lexicon
    asked, given = full_text(need.title, need.text), full_text(offer.title, offer.text)
    ours = analysis.everywhere(asked, need.language, lexicon)
    theirs = analysis.everywhere(given, offer.language, lexicon)
    read = Reader(spoken_in(asked, need.language), spoken_in(given, offer.language), lexicon)
    own = read.claims(reasons, ours.keys() & theirs.keys())
    topical = read.claims_of_topics(reasons, terms.expanded(need.topics).keys() & theirs.keys(), terms)
    every = {key: tuple(dict.fromkeys((*own.get(key, ()), *topical.get(key, ())))) for key in own | topical}
    return Marks(tuple(placed(own, ours)), tuple(placed(every, theirs)))


def spoken_in(text: str, language: str) -> Set[str]:
    """The languages that a part of *text* is to be read in, as the whole of it is."""
    return {latin for _start, _end, latin in passages(clean(text), latin_of(text, language))}


@dataclass(frozen=True)
class Reader:
    """Reads the words in which a reason is told, each in the languages of the text that they are from."""

    asked_in: Set[str]
    given_in: Set[str]
    lexicon: Lexicon

    def claims(self, reasons: Sequence[Reason], keys: Iterable[int]) -> Claims:
        """Whose reason each of *keys* is, which both texts have in common."""
        found: dict[int, list[int]] = {key: [] for key in keys}
        for number, reason in enumerate(reasons):
            if reason.kind in IN_COMMON:
                for key in self.keys(reason.in_need, self.asked_in) | self.keys(
                    reason.in_offer, self.given_in
                ):
                    if key in found:
                        found[key].append(number)
        return {key: numbers or [OTHER] for key, numbers in found.items()}

    def claims_of_topics(self, reasons: Sequence[Reason], keys: Iterable[int], terms: TopicTerms) -> Claims:
        """Whose reason each of *keys* is, which the offer says and which are of a topic of the need."""
        found: dict[int, list[int]] = {key: [] for key in keys}
        for number, reason in enumerate(reasons):
            if reason.kind == ReasonKind.TOPIC_WORDS:
                said = self.keys(reason.in_offer, self.given_in) & set(terms.keys(reason.in_need))
                for key in said & found.keys():
                    found[key].append(number)
        return {key: numbers or [OTHER] for key, numbers in found.items()}

    def keys(self, words: str, languages: Set[str]) -> set[int]:
        read = analysis.counts_of_all([(words, language) for language in languages], self.lexicon)
        return set(read.keys.tolist())


def placed(claims: Claims, places: Mapping[int, Sequence[Span]]) -> Iterator[Mark]:
    """The marks of one text: where two reasons would overlap, the longer piece stays whole."""
    claimed = {
        Claim(start, end, reason)
        for key, reasons in claims.items()
        for reason in reasons
        for start, end in places.get(key, ())
    }
    keys = Counter(reason for reasons in claims.values() for reason in reasons)

    def first(claim: Claim) -> tuple[bool, int, int, int]:
        """What a sentence names, then the longer piece, then what the reason says and little else."""
        return claim.reason == OTHER, claim.start - claim.end, keys[claim.reason], claim.reason

    taken: dict[int, int] = {}  # character -> the reason that has it
    kept = []
    for claim in sorted(claimed, key=first):
        owners = {taken.get(at, claim.reason) for at in range(claim.start, claim.end)}
        if owners == {claim.reason}:
            kept.append(claim)
            taken |= dict.fromkeys(range(claim.start, claim.end), claim.reason)
    without = {claim.reason for claim in claimed} - {OTHER, *(claim.reason for claim in kept)}
    lodgers = [min(claim for claim in claimed if claim.reason == reason) for reason in sorted(without)]
    for start, end, reason in merged(sorted(kept)):
        also = [one.reason for one in lodgers if one.start < end and start < one.end]
        yield Mark(start, end, (reason, *also))


def merged(claims: Iterable[Claim]) -> Iterator[Claim]:
    """*claims*, ascending, those of one reason that touch as one."""
    last: Claim | None = None
    for claim in claims:
        if last and claim.reason == last.reason and claim.start <= last.end:
            last = last._replace(end=max(last.end, claim.end))
        else:
            if last:
                yield last
            last = claim
    if last:
        yield last
