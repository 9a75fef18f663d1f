"""Finding by words: an index of all that is open, held by each process and brought in step when somebody asks.

It holds what confidential things say as well, but weighs nothing and counts nothing: whether words hit a thing
depends on that thing alone, and the queries tell each reader only of what they may read (docs/adr/0025).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlmodel import Session

from matchmaker import reference
from matchmaker.engine.lookup.postings import Postings, all_of
from matchmaker.engine.lookup.question import Question, question
from matchmaker.engine.lookup.tokens import Token, tokens_of
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.lists import Catalogue
from matchmaker.queries import texts
from matchmaker.queries.hits import NO_HITS, NO_IDS, Hits, Known
from matchmaker.queries.texts import PLACE, Edition, Stamp, Text
from matchmaker.services import lexicon
from matchmaker.services.finding_names import tokens_of_names
from matchmaker.services.suggestions import chunks

READ_AT_ONCE = 2_000  # texts: some 50 MB while they are read

Choices = Mapping[str, Sequence[Token]]  # a code -> what any thing states that the code finds

# A search takes milliseconds, so one at a time; but no list waits for an index of words that is still built.
_asking = {(catalogue, by_codes): Lock() for catalogue in Catalogue for by_codes in (True, False)}


@dataclass
class Held:
    """What is open in one catalogue, as it was read with one lexicon; without any, its codes alone."""

    lexicon: Lexicon | None
    stamp: Stamp | None = None
    editions: dict[int, Edition] = field(default_factory=dict)
    whole: Postings = field(default_factory=Postings)
    summary: Postings = field(default_factory=Postings)  # of needs: as everybody may read them
    titles: Postings = field(default_factory=Postings)


_held: dict[tuple[Catalogue, bool], tuple[str, Held]] = {}  # of one database: a process serves one portal


def hits(session: Session, catalogue: Catalogue, words: str) -> Hits:
    """What in *catalogue* has all of *words*, in whatever language it is written."""
    return hits_of(session, catalogue, asked(session, words)) if words.strip() else NO_HITS


def asked(session: Session, words: str) -> Question:
    return question(words, lexicon.current(session))


def hits_of(session: Session, catalogue: Catalogue, sought: Question) -> Hits:
    words = lexicon.current(session)
    with _asking[catalogue, False]:
        held = _in_step(session, catalogue, words)
        return Hits(
            whole=held.whole.ids(sought.answered_by(held.whole)),
            summary=held.summary.ids(sought.answered_by(held.summary)),
            titled=held.titles.ids(sought.answered_by(held.titles)),
        )


def counted(
    session: Session,
    catalogue: Catalogue,
    choices: Mapping[str, Choices],
    chosen: Mapping[str, str],
    known: Known,
) -> dict[str, dict[str, int]]:
    """Filter -> each of its *choices* -> how many of the things that are *known* to a reader state it, and what is
    *chosen* of the other filters, as far as they may know."""
    with _asking[catalogue, True]:
        held = _in_step(session, catalogue, None)  # a list without words does not wait for a lexicon
        found: dict[str, Counter[str]] = {name: Counter() for name in choices}
        for postings, ids in ((held.whole, known.whole), (held.summary, known.summary)):
            rows = postings.rows(ids)
            stating = {name: postings.having(choices[name][code]) for name, code in chosen.items()}
            for name, codes in choices.items():
                left = all_of(rows, *(flags for other, flags in stating.items() if other != name))
                for code, tokens in codes.items():
                    found[name][code] += postings.number(tokens, left)
        return {name: dict(counts) for name, counts in found.items()}


def warm_up(session: Session) -> None:
    """Do once what the first list and the first search of a process would wait for: first what takes least."""
    for catalogue in texts.OPEN:
        counted(session, catalogue, {}, {}, Known(NO_IDS))
    for catalogue in texts.OPEN:
        hits(session, catalogue, "warm")


def _in_step(session: Session, catalogue: Catalogue, words: Lexicon | None) -> Held:
    place, now = str(session.get_bind().engine.url), texts.stamp(session, catalogue)
    known, held = _held.get((catalogue, words is None), ("", Held(words)))
    if known != place or held.lexicon is not words or held.whole.is_worn:
        held = Held(words)
    if held.stamp != now:
        _bring_in(session, catalogue, held)
        held.stamp = now
    _held[catalogue, words is None] = place, held
    return held


def _bring_in(session: Session, catalogue: Catalogue, held: Held) -> None:
    """Reads anew what has changed, and lets go of what is open no more."""
    wanted = texts.editions(session, catalogue)
    for id_ in held.editions.keys() - wanted.keys():
        del held.editions[id_]
        for postings in (held.whole, held.summary, held.titles):
            postings.drop(id_)
    changed = sorted(id_ for id_, edition in wanted.items() if held.editions.get(id_) != edition)
    for ids in chunks(changed, most=READ_AT_ONCE):
        _put(held, texts.read(session, catalogue, ids), in_part=catalogue == Catalogue.NEEDS)
        held.editions |= {id_: wanted[id_] for id_ in ids}


def _put(held: Held, read: list[Text], *, in_part: bool) -> None:
    """*in_part*: some may be read in part alone."""
    for text, told in zip(read, _told(read, held.lexicon), strict=True):
        title, shared, rest, placed = told
        own = set(text.rest_codes)
        known = {code for code in own if code[0] == PLACE} | placed if text.shows_country else set()
        summary = title | shared | text.codes | known
        held.titles.put(text.id, title)
        if in_part:
            held.summary.put(text.id, summary)
        held.whole.put(text.id, summary | rest | placed | own)


def _told(read: list[Text], words: Lexicon | None) -> Iterator[tuple[set[Token], ...]]:
    """What is found by words: in the title of each, in what is shared, in the rest, and by the names of its places."""
    if words is None:
        yield from ((set(), set(), set(), set()) for _text in read)
        return
    said = [
        (told, language)
        for text in read
        for told, language in (
            (text.title, text.language),
            (text.shared, text.language),
            (text.rest, text.language),
            (text.house, ""),
        )
    ]
    tokens = iter(tokens_of(said, words))
    for text, title, shared, rest, house in zip(read, tokens, tokens, tokens, tokens, strict=True):
        named = tokens_of_names(reference.topics(), text.topics, words)
        placed = tokens_of_names(reference.countries(), text.countries, words)
        yield title, shared | named, rest | house, placed
