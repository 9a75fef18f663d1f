"""What a list is asked for, read from the address: anything that is not known is as if it were not there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from matchmaker import reference
from matchmaker.queries.paging import Page
from matchmaker.queries.trail import TrailFilter
from matchmaker.vocabulary import Event, Result
from matchmaker.web.forms.filled import Filled
from matchmaker.web.words import area_name, language_name, modality_name, place_name, topic_name

Wanted = TypeVar("Wanted")
Row = TypeVar("Row")
Word = TypeVar("Word", bound=StrEnum)
WORDS_MAX = 200
PAGES_MAX = 100_000
DIGITS_MAX = 10  # what is longer is no number of ours


def wanted(kind: Callable[..., Wanted], asked: Mapping[str, str]) -> Wanted:
    """A NeedFilter or OfferFilter from the address, or from a form that carries it."""
    place = asked.get("place", "")
    topic = asked.get("topic", "")
    return kind(
        words=asked.get("words", "")[:WORDS_MAX],
        topic=topic if topic in reference.topics() or topic in reference.areas() else "",
        modality=_known(asked.get("modality", ""), reference.modalities()),
        place=place if any(place in known for known in _places()) else "",
        language=_known(asked.get("language", ""), reference.languages()),
    )


def wanted_of_trail(asked: Mapping[str, str]) -> TrailFilter:
    """What an auditor looks for, from the address or from the form of the export."""
    number = asked.get("by", "")
    return TrailFilter(
        by=number if number.isascii() and number.isdigit() and len(number) < DIGITS_MAX else "",
        event=_word(Event, asked.get("event")),
        ref=asked.get("ref", "").strip()[:WORDS_MAX],
        result=_word(Result, asked.get("result")),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
    )


def _word(words: type[Word], asked: str | None) -> Word | None:
    return next((word for word in words if word.value == asked), None)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _known(code: str, codes: Any) -> str:
    return code if code in codes else ""


def _places() -> tuple[Any, ...]:
    return reference.countries(), reference.regions(), reference.groups()


def one_of(words: type[Word], name: str, asked: Mapping[str, str] | None = None) -> Word:
    """The one of *words* that the address, or *asked*, has under *name*; the first if it is none of them."""
    return _word(words, (request.args if asked is None else asked).get(name)) or next(iter(words))


def page_number() -> int:
    """The page asked for, from 1; what is no number asks for the first."""
    asked = request.args.get("page", "1")
    return (
        min(int(asked), PAGES_MAX) if asked.isascii() and asked.isdigit() and len(asked) < DIGITS_MAX else 1
    )


def filled_filter(wanted: Any) -> Filled:
    """The filter form as it was filled in."""
    return Filled(vars(wanted))


def in_use(wanted: Any) -> dict[str, str]:
    """The filters in use, as an address asks for them."""
    return {name: value for name, value in vars(wanted).items() if value}


def in_words(wanted: Mapping[str, str]) -> str:
    """The filters *wanted* of a catalogue, as a person would say them in one line."""
    return " · ".join(SAYING[name](value) for name, value in wanted.items() if name in SAYING)


def _about(code: str) -> str:
    return area_name(code) if code in reference.areas() else topic_name(code)


SAYING: Mapping[str, Callable[[str], str]] = {
    "words": str,
    "topic": _about,
    "modality": modality_name,
    "place": place_name,
    "language": language_name,
}


@dataclass(frozen=True)
class ShownPage(Generic[Row]):
    """A page of a list that knows the addresses of its neighbours."""

    page: Page[Row]

    @property
    def rows(self) -> Any:
        return self.page.rows

    @property
    def number(self) -> int:
        return self.page.number

    @property
    def pages(self) -> int:
        return self.page.pages

    @property
    def total(self) -> int:
        return self.page.total

    def url(self, number: int) -> str:
        # Strangers choose the names in an address: they are no arguments of ours.
        asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
        page = url_for(request.endpoint or "", **(request.view_args or {}))
        return f"{page}?{urlencode([*asked, ('page', number)])}"
