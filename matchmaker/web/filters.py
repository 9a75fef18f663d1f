"""What a list is asked for, read from the address: anything that is not known is as if it were not there."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from matchmaker import reference
from matchmaker.lists import QueueOrder, Stage, Whose
from matchmaker.queries import places
from matchmaker.queries.matches import IN_QUEUE
from matchmaker.queries.organisations import OrganisationFilter
from matchmaker.queries.paging import Page
from matchmaker.queries.people import PeopleFilter
from matchmaker.queries.places import WORLD
from matchmaker.queries.sums import COMPARED
from matchmaker.queries.trail import TrailFilter
from matchmaker.vocabulary import (
    AccountState,
    BudgetBand,
    Event,
    MatchState,
    OrganisationKind,
    OrganisationState,
    Result,
    Role,
)
from matchmaker.web.access import may
from matchmaker.web.forms.filled import Filled
from matchmaker.web.words import (
    about_name,
    day,
    home_name,
    language_name,
    modality_name,
    month_name,
    name_of,
    place_name,
)

Wanted = TypeVar("Wanted")
Row = TypeVar("Row")
Word = TypeVar("Word", bound=StrEnum)
WORDS_MAX = 200
PAGES_MAX = 100_000
DIGITS_MAX = 10  # what is longer is no number of ours
SEPARATORS = " .,'’٬،\u00a0\u202f\u2009"  # of thousands, in one language or another


def wanted(kind: Callable[..., Wanted], asked: Mapping[str, str]) -> Wanted:
    """A filter of this *kind* from the address, or from a form that carries it."""
    return kind(**{each.name: READ[each.name](asked.get(each.name, "")) for each in fields(kind)})


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


def wanted_of_people(asked: Mapping[str, str]) -> PeopleFilter:
    return PeopleFilter(
        words=asked.get("words", "").strip()[:WORDS_MAX],
        role=_word(Role, asked.get("role")),
        state=_word(AccountState, asked.get("state")),
    )


def wanted_of_organisations(asked: Mapping[str, str]) -> OrganisationFilter:
    return OrganisationFilter(
        words=asked.get("words", "").strip()[:WORDS_MAX],
        kind=_word(OrganisationKind, asked.get("kind")),
        state=_word(OrganisationState, asked.get("state")),
    )


def _word(words: type[Word], asked: str | None) -> Word | None:
    return next((word for word in words if word.value == asked), None)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _one_of(*lists: Container[str]) -> Callable[[str], str]:
    return lambda code: code if any(code in known for known in lists) else ""


def _month(asked: str) -> str:
    return asked if len(asked) == len("2027-03") and _day(f"{asked}-01") else ""


def _date(asked: str) -> str:
    found = _day(asked)
    return found.isoformat() if found else ""


def _amount(asked: str) -> str:
    """A sum as people type it, with whatever between its digits."""
    digits = "".join(sign for sign in asked if sign not in SEPARATORS)
    return str(int(digits)) if digits.isdecimal() and len(digits) <= DIGITS_MAX else ""


def _one_or_first(words: Sequence[StrEnum]) -> Callable[[str], str]:
    return lambda asked: next((word for word in words if word == asked), words[0])


READ: Mapping[str, Callable[[str], str]] = {
    "words": lambda asked: asked[:WORDS_MAX],
    "topic": _one_of(reference.areas(), reference.topics()),
    "modality": _one_of(reference.modalities()),
    "place": _one_of(reference.countries(), reference.regions(), reference.groups()),
    "language": _one_of(reference.languages()),
    "budget": _one_of(set(BudgetBand)),
    "sum": _amount,
    "currency": _one_of(COMPARED),
    "by": _date,
    "stage": _one_of(set(Stage)),
    "starts": _month,
    "published": _month,
    "valid": _month,
    "source": _one_of({WORLD, *places.whole_regions()}),
    "state": _one_or_first(IN_QUEUE),
    "whose": _one_or_first(tuple(Whose)),
    "order": _one_or_first(tuple(QueueOrder)),
}


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
    """The filters *wanted* of a list, as a person would say them in one line."""
    return " · ".join(SAYING[name](value) for name, value in wanted.items() if name in SAYING)


def by_link(wanted: Any) -> list[tuple[str, str, str]]:
    """The filters in use that no field asks for: name, value, and how a person would say it."""
    unasked = BY_LINK if may("profiles.index") else BY_LINK + OF_DONORS
    return [(name, value, SAYING[name](value)) for name, value in in_use(wanted).items() if name in unasked]


SAYING: Mapping[str, Callable[[str], str]] = {
    "words": str,
    "topic": about_name,
    "modality": modality_name,
    "place": place_name,
    "language": language_name,
    "budget": lambda word: name_of(BudgetBand(word)),
    "sum": lambda amount: _("up to %(amount)s", amount=format_decimal(int(amount))),
    "currency": str,
    "by": lambda by: _("can begin by %(day)s", day=day(date.fromisoformat(by))),
    "stage": lambda word: name_of(Stage(word)),
    "starts": lambda month: _("starts in %(month)s", month=month_name(month)),
    "published": lambda month: _("published in %(month)s", month=month_name(month)),
    "valid": lambda month: _("can be given in %(month)s", month=month_name(month)),
    "source": lambda code: _("from donors of: %(region)s", region=home_name(code)),
    "state": lambda word: name_of(MatchState(word)),
    "whose": lambda word: name_of(Whose(word)),
    "order": lambda word: name_of(QueueOrder(word)),
}
# What no field of the form asks for: the picture leads there.
BY_LINK = ("starts", "published", "valid", "source")
OF_DONORS = ("sum", "currency", "by")  # fields that only a donor has


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


def init(app: Flask) -> None:
    app.jinja_env.globals.update(filled_filter=filled_filter, in_use=in_use, by_link=by_link)
