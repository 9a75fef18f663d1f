"""Shares of a score that add up to the score: the explanation is the computation, sorted for reading."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from matchmaker.engine.offers.corpus import full_text
from matchmaker.engine.offers.weighing import Floats
from matchmaker.engine.ranking.reasons import SUBJECT, Reason, ReasonKind
from matchmaker.engine.ranking.standing import Standing
from matchmaker.engine.text import analysis, languages
from matchmaker.engine.text.analysis import Placed, Span
from matchmaker.engine.text.keys import KIND_BITS, Kind

MOST_WORDS = 8  # reasons in words that one suggestion shows; a reader takes in no more
LONGEST_PHRASE = 80  # characters

Shares = dict[int, float]  # key -> its part of the score


def reasons(standing: Standing, row: int) -> tuple[Reason, ...]:
    """Why the offer of *row* has its score: the largest share first; OTHER_WORDS, if any, comes last."""
    stated = [
        Reason(fit.kind, fit.in_need, fit.in_offer(row), share)
        for fit in standing.fits
        if (share := float(fit.shares(np.array([row]))[0]))
    ]
    common = {reason.in_need for reason in stated if reason.kind in SUBJECT}
    words = sorted(word_reasons(standing, row, common), key=by_share)
    telling = [reason for reason in words if reason.kind != ReasonKind.OTHER_WORDS]
    others = [reason for reason in words if reason.kind == ReasonKind.OTHER_WORDS] + telling[MOST_WORDS:]
    rest = sum(reason.share for reason in others)
    return (
        *sorted([*telling[:MOST_WORDS], *stated], key=by_share),
        *([other_words(rest)] if rest else []),
    )


def by_share(reason: Reason) -> tuple[float, str, str]:
    return -reason.share, reason.in_need, reason.in_offer


def word_reasons(standing: Standing, row: int, common: Collection[str]) -> Iterator[Reason]:
    """All shares of the words. What tells nobody anything is OTHER_WORDS: numbers and fillers, and what the
    offer says of a topic in *common*, which is told already."""
    own, topical = word_shares(standing, row)
    need, shelf, snapshot = standing.need, standing.shelf, standing.snapshot
    ours = analysis.places(full_text(need.title, need.text), need.language, snapshot.lexicon)
    theirs = analysis.places(shelf.corpus.text(row), str(shelf.facts.language[row]), snapshot.lexicon)
    topics = snapshot.terms.expanded(need.topics)
    dull = ours.untold | theirs.untold
    dull_terms = {key for key in topical if key in theirs.untold or topics[key] in common}
    yield other_words(sum(own[key] for key in own if key in dull))
    yield other_words(sum(topical[key] for key in topical if key in dull_terms))
    yield from words_in_common(without(dull, own), ours, theirs)
    terms = without(dull_terms, topical)
    for topic in sorted({topics[key] for key in terms}):
        said = {key: share for key, share in terms.items() if topics[key] == topic}
        yield from words_of_topic(topic, said, theirs)


def without(keys: Collection[int], shares: Shares) -> Shares:
    return {key: share for key, share in shares.items() if key not in keys}


def words_in_common(own: Shares, ours: Placed, theirs: Placed) -> Iterator[Reason]:
    """One reason for each word, phrase or concept that both texts have."""
    for phrase, keys in phrases(own, ours).items():
        share = sum(own[key] for key in keys)
        meant = next((key for key in keys if is_concept(key) and ours.spans[key] == phrase), None)
        alike = any(not is_concept(key) and ours.spans[key] == phrase for key in keys)
        if meant and not alike and not any(map(is_pair, keys)):
            mine, other = shown(phrase, ours), shown(theirs.spans[meant], theirs)
            same = mine.casefold() == other.casefold()
            yield Reason(ReasonKind.WORDS if same else ReasonKind.CONCEPT, mine, other, share)
        else:
            said = shown(main_phrase(keys, own, theirs), theirs)
            yield Reason(ReasonKind.WORDS, shown(phrase, ours), said, share)


def words_of_topic(topic: str, said: Shares, theirs: Placed) -> Iterator[Reason]:
    """One reason for each phrase of the offer that speaks of *topic*; a single word is too little for that."""
    for phrase, keys in phrases(said, theirs).items():
        words, share = shown(phrase, theirs), sum(said[key] for key in keys)
        yield (
            Reason(ReasonKind.TOPIC_WORDS, topic, words, share) if is_compound(words) else other_words(share)
        )


def other_words(share: float) -> Reason:
    return Reason(ReasonKind.OTHER_WORDS, "", "", share)


def is_compound(words: str) -> bool:
    """Whether *words* are more than one word, or than one piece of a script without spaces."""
    return sum(len(languages.pieces(run)) for run in languages.RUN.findall(words)) > 1


def word_shares(standing: Standing, row: int) -> tuple[Shares, Shares]:
    """What each key in common adds to the score: as the need's own word, and as a term of its topics."""
    entries = standing.entries(np.array([row]))
    keys = standing.asked.keys[entries.at].tolist()
    return above_zero(keys, entries.own), above_zero(keys, entries.topical)


def above_zero(keys: Iterable[int], shares: Floats) -> Shares:
    return {key: share for key, share in zip(keys, shares.tolist(), strict=True) if share}


def phrases(keys: Iterable[int], placed: Placed) -> Mapping[Span, list[int]]:
    """*keys* by the phrase of the text that they belong to: neighbouring pairs, or the words of a term."""
    spans = {key: placed.spans[key] for key in keys}
    runs = chained(span for key, span in spans.items() if is_pair(key))
    wide = runs + [span for key, span in spans.items() if is_concept(key)]
    words = {run: set(languages.RUN.findall(shown(run, placed).casefold())) for run in runs}
    found: dict[Span, list[int]] = {}
    for key, span in spans.items():
        around = [run for run in wide if run[0] <= span[0] and span[1] <= run[1]]
        if around:
            home = max(around, key=length)
        else:
            word = shown(span, placed).casefold()
            home = next((run for run in runs if is_in(word, words[run], shown(run, placed))), span)
        found.setdefault(home, []).append(key)
    return found


def length(span: Span) -> int:
    return span[1] - span[0]


def is_concept(key: int) -> bool:
    return key >> KIND_BITS == Kind.CONCEPT


def is_pair(key: int) -> bool:
    return key >> KIND_BITS == Kind.PAIR


def is_in(word: str, words: set[str], phrase: str) -> bool:
    """Whether a phrase has *word*: among its words, or in a script without spaces anywhere in it."""
    return word in words or (not languages.is_spaced(word) and word in phrase)


def chained(spans: Iterable[Span]) -> list[Span]:
    """*spans* that overlap, joined into one as long as a reader can take it in; ascending."""
    found: list[Span] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1][1] and max(end, found[-1][1]) - found[-1][0] <= LONGEST_PHRASE:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def main_phrase(keys: Sequence[int], shares: Shares, placed: Placed) -> Span:
    """Where the offer says what *keys* say: its longest chain of their pairs, or its weightiest word."""
    runs = chained(placed.spans[key] for key in keys if is_pair(key))
    if runs:
        return max(runs, key=length)
    return placed.spans[max(keys, key=shares.__getitem__)]


def shown(span: Span, placed: Placed) -> str:
    """The text of *span* on one line."""
    return " ".join(placed.text[slice(*span)].split())
