"""How good the suggestions are: each need and offer of the seed asked about as if it were new."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from matchmaker import reference
from matchmaker.engine.advising.leaves import read
from matchmaker.engine.measuring.filing import Filing, Item, filing
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.text.piles import Said
from matchmaker.models import Need, Offer
from matchmaker.rules import TO_ALL
from matchmaker.services import evaluating, seeding
from matchmaker.services.advising.suggesting import MOST, of_offer, summary, terms, written
from matchmaker.services.seeding.rows import WRITTEN_ON
from matchmaker.vocabulary import Noun, Visibility


@dataclass(frozen=True)
class Measured:
    """What was suggested, "topics" or "modalities", for what."""

    leaves: str
    noun: Noun
    figures: Filing


def measured(session: Session, folder: Path, words: Lexicon) -> Iterator[Measured]:
    """Figures over the seed in *folder*, topics and modalities told apart, needs and offers too.

    *session* is of an empty database. What is for everybody teaches as if all of it were published.
    """
    needs, offers = evaluating.written(session, seeding.read(folder, today=WRITTEN_ON))
    items = [*map(_of_need, needs.values()), *map(_of_offer, offers.values())]
    texts = read([said for said, _shown in items], words)
    shown = iter(read([shown for _said, shown in items if shown], words))
    things = [*needs.values(), *offers.values()]
    held = [
        Item(text, frozenset({*thing.topics, *thing.modalities}), next(shown) if seen else None)
        for text, thing, (_said, seen) in zip(texts, things, items, strict=True)
    ]
    for leaves, among in (
        ("topics", reference.topics().keys()),
        ("modalities", reference.modalities().keys()),
    ):
        for noun, kind in ((Noun.NEED, Need), (Noun.OFFER, Offer)):
            asked = [
                at for at, thing in enumerate(things) if isinstance(thing, kind) and held[at].leaves & among
            ]
            yield Measured(leaves, noun, filing(terms(words), held, asked, among, MOST))


def _of_need(need: Need) -> tuple[Said, Said | None]:
    """What is asked about, and what others learn from it."""
    if need.visibility not in TO_ALL:
        return written(need), None
    return written(need), written(need) if need.visibility == Visibility.PUBLIC else summary(need)


def _of_offer(offer: Offer) -> tuple[Said, Said | None]:
    return of_offer(offer), of_offer(offer) if offer.visibility == Visibility.PUBLIC else None
