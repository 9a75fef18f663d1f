"""What the one search box finds for this reader: rows for the page, and what to try where there is nothing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlmodel import Session

from matchmaker import clock, policy
from matchmaker.actions import Action
from matchmaker.lists import Catalogue
from matchmaker.models import Need, Offer
from matchmaker.queries import needs, offers
from matchmaker.queries.needs import NeedFilter
from matchmaker.queries.offers import OfferFilter
from matchmaker.queries.paging import Page
from matchmaker.services import finding, finding_names, finding_words, lexicon
from matchmaker.services.finding_words import Pieces
from matchmaker.web.access import actor
from matchmaker.web.words import NeedRow, OfferRow, about_name, need_row, offer_row, place_name

MOST_SHOWN = 5  # of each group: the catalogues show the others
REFERENCE = re.compile(r"[NF]-[A-Z0-9]{6}", re.IGNORECASE)
NAMED: dict[str, tuple[Any, Action, str]] = {
    "N": (needs.by_ref, Action.READ_NEED, "needs.show"),
    "F": (offers.by_ref, Action.READ_OFFER, "offers.show"),
}


@dataclass(frozen=True)
class Result:
    """A need or an offer with the words marked, and in which other words it says them: (typed, written) pairs."""

    url: str
    kicker: str
    state: str
    tone: str
    language: str
    title: Pieces
    excerpt: Pieces
    equals: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """The first results of a catalogue, how many there are, and where the others stand."""

    results: Sequence[Result]
    total: int
    url: str


@dataclass(frozen=True)
class Name:
    """A topic or a place, with how many needs and offers there are of it."""

    label: str
    needs: int
    offers: int
    needs_url: str
    offers_url: str


@dataclass(frozen=True)
class Try:
    """Other words, and how much they find."""

    words: str
    number: int
    url: str


@dataclass(frozen=True)
class Found:
    needs: Group
    offers: Group
    topics: Sequence[Name]
    places: Sequence[Name]
    meant: str
    fewer: Sequence[Try]

    @property
    def total(self) -> int:
        return self.needs.total + self.offers.total + len(self.topics) + len(self.places)


def named(session: Session, words: str) -> tuple[str, str] | None:
    """The page and the reference of what *words* are the reference of, if this reader may read it."""
    if not REFERENCE.fullmatch(words):
        return None
    by_ref, reading, page = NAMED[words[0].upper()]
    thing = by_ref(session, words.upper())
    return (page, thing.ref) if thing and policy.can(actor(), reading, thing) else None


def found(session: Session, words: str) -> Found:
    sought, known, on = finding.asked(session, words), lexicon.current(session), clock.now().date()
    asked_needs, asked_offers = NeedFilter(words=words), OfferFilter(words=words)
    of_needs = finding.hits_of(session, Catalogue.NEEDS, sought)
    of_offers = finding.hits_of(session, Catalogue.OFFERS, sought)
    wanted = needs.catalogue(session, actor(), asked_needs, 1, on=on, hits=of_needs, size=MOST_SHOWN)
    given = offers.catalogue(session, actor(), asked_offers, 1, on=on, hits=of_offers, size=MOST_SHOWN)
    nothing = not wanted.total + given.total
    return Found(
        needs=_group(known, sought, wanted, "needs", words),
        offers=_group(known, sought, given, "offers", words),
        topics=_topics(session, finding_names.topics(known, sought)[:MOST_SHOWN]),
        places=_places(session, finding_names.places(known, sought)[:MOST_SHOWN]),
        meant=finding_words.meant(known, sought, words) if nothing else "",
        fewer=_fewer(session, sought) if nothing else [],
    )


def _group(known: Any, sought: Any, page: Page[Any], noun: str, words: str) -> Group:
    shown = [_result(known, sought, thing) for thing in page.rows]
    return Group(shown, page.total, url_for(f"{noun}.index", words=words))


def _result(known: Any, sought: Any, thing: Need | Offer) -> Result:
    row: NeedRow | OfferRow = need_row(thing) if isinstance(thing, Need) else offer_row(thing)
    text = _whole(thing) if isinstance(thing, Need) else row.summary
    equals = finding_words.in_other_words(known, sought, f"{row.title}\n{text}", row.language)
    return Result(
        url=url_for("needs.show" if isinstance(thing, Need) else "offers.show", ref=row.ref),
        kicker=row.place if isinstance(row, NeedRow) else row.provider,
        state=row.state,
        tone=row.tone,
        language=row.language,
        title=finding_words.marked(known, sought, row.title, row.language),
        excerpt=finding_words.excerpt(known, sought, text, row.language),
        equals=[(equal.typed, equal.written) for equal in equals],
    )


def _whole(need: Need) -> str:
    """What a search looks through, as far as this reader may read it."""
    if not policy.can(actor(), Action.READ_NEED_WHOLE, need):
        return need.public_summary
    quantities = [part.quantity for part in need.components]
    told = [need.public_summary, need.problem, need.expected_result, need.institution, *quantities]
    return "\n".join(text for text in told if text)


def _topics(session: Session, codes: Iterable[str]) -> list[Name]:
    return [_name(session, about_name(code), topic=code) for code in codes]


def _places(session: Session, codes: Iterable[str]) -> list[Name]:
    return [_name(session, place_name(code), place=code) for code in codes]


def _name(session: Session, label: str, **wanted: str) -> Name:
    on = clock.now().date()
    return Name(
        label=label,
        needs=needs.number(session, actor(), NeedFilter(**wanted), on=on),
        offers=offers.number(session, actor(), OfferFilter(**wanted), on=on),
        needs_url=url_for("needs.index", **wanted),  # type: ignore[arg-type]  # its hints take the names for its own
        offers_url=url_for("offers.index", **wanted),  # type: ignore[arg-type]  # as above
    )


def _fewer(session: Session, sought: Any) -> list[Try]:
    """Each of several words by itself, if it finds anything for this reader."""
    if len(sought.words) < 2:
        return []
    alone = [Try(word, _number(session, word), url_for("search.show", words=word)) for word in _words(sought)]
    return [one for one in alone if one.number]


def _words(sought: Any) -> list[str]:
    return list(dict.fromkeys(word.text for word in sought.words))


def _number(session: Session, words: str) -> int:
    on = clock.now().date()
    of_needs = finding.hits(session, Catalogue.NEEDS, words)
    of_offers = finding.hits(session, Catalogue.OFFERS, words)
    return needs.number(session, actor(), NeedFilter(words=words), on=on, hits=of_needs) + offers.number(
        session, actor(), OfferFilter(words=words), on=on, hits=of_offers
    )
