"""What a page says of things: labels in the reader's language, and rows for cards as far as they may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from babel.dates import format_skeleton
from babel.lists import format_list
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale
from flask_babel import gettext as _

from matchmaker import policy, reference
from matchmaker.actions import Action
from matchmaker.labels import label
from matchmaker.models import Appointment, Component, Need, Offer, Organisation, Person
from matchmaker.queries.places import WORLD
from matchmaker.vocabulary import (
    MATCHABLE_NEED_STATES,
    Block,
    BudgetBand,
    Cover,
    NeedState,
    OfferState,
    TagKind,
)
from matchmaker.web import witness
from matchmaker.web.access import actor
from matchmaker.web.languages import language, said

WAITING = frozenset({NeedState.RETURNED, NeedState.NO_OBJECTION, NeedState.CLEARANCE, OfferState.RETURNED})
FIRST_STRONG, END_OF_IT = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
LIVE = frozenset({NeedState.PUBLISHED, NeedState.IN_MATCHING, OfferState.PUBLISHED})


@dataclass(frozen=True)
class NeedRow:
    """A need on a card; what the reader may not know is empty."""

    ref: str
    title: str
    language: str
    place: str
    topics: list[str]
    summary: str
    earliest_start: date | None
    latest_end: date | None
    confirmed_at: datetime | None
    state: str
    tone: str


@dataclass(frozen=True)
class OfferRow:
    """An offer on a card."""

    ref: str
    title: str
    language: str
    provider: str
    topics: list[str]
    summary: str
    places: str
    valid_from: date | None
    valid_until: date | None
    confirmed_at: datetime | None
    state: str
    tone: str


def name_of(word: StrEnum) -> str:
    """The label of a word of the vocabulary, in the reader's language."""
    return said(label(word))


def words_like(word: StrEnum) -> list[StrEnum]:
    """Every word that might stand in its place."""
    return list(type(word))


def topic_name(code: str) -> str:
    return reference.topics()[code].label(language())


def area_name(code: str) -> str:
    return reference.areas()[code].label(language())


def about_name(code: str) -> str:
    """An area, or a topic within one."""
    return area_name(code) if code in reference.areas() else topic_name(code)


def modality_name(code: str) -> str:
    return reference.modalities()[code].label(language())


def country_name(code: str) -> str:
    return reference.countries()[code].label(language())


def language_name(code: str) -> str:
    return get_locale().languages.get(code) or code


def place_name(code: str) -> str:
    """A country, a region or a group, in the reader's language."""
    for known in (reference.countries(), reference.regions(), reference.groups()):
        if code in known:
            return known[code].label(language())
    return code


def home_name(code: str) -> str:
    """The region where a donor is at home."""
    return _("International") if code == WORLD else place_name(code)


def month_name(month: str) -> str:
    """2027-03 as the reader's language writes it."""
    return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=get_locale())


def month_short(month: str) -> str:
    return format_skeleton("MMM", date.fromisoformat(f"{month}-01"), locale=get_locale())


def house_name(organisation: Organisation) -> str:
    """A State in the reader's language; any other organisation as it calls itself."""
    return country_name(organisation.country) if organisation.country else organisation.name


def person_name(person: Person) -> str:
    """What they are called; of somebody made anonymous, only where they worked."""
    return person.name or _("Former member of %(organisation)s", organisation=house_name(person.organisation))


def proposed_name(appointment: Appointment) -> str:
    """What whoever is to have the role is called, as long as that is kept."""
    if appointment.person:
        return person_name(appointment.person)
    return appointment.name or _("Somebody who was not let in")


def full_name(person: Person) -> str:
    """With the organisation, which says for whom they speak."""
    return f"{person.name}, {house_name(person.organisation)}" if person.name else person_name(person)


def place_of(need: Need) -> str:
    """Its country, or only its region where the focal point has not agreed to more."""
    if need.shows_country or policy.can(actor(), Action.READ_NEED_WHOLE, need):
        return country_name(need.country)
    return region_of(need)


def day(when: date) -> str:
    """A day with the name of its month; Arabic's own medium form has numbers only."""
    return format_date(when, "d MMMM y" if language() == "ar" else "medium")


def joined(words: Iterable[str]) -> str:
    """A list as the reader's language writes it: a, b and c."""
    return format_list(list(words), locale=get_locale())


def region_of(need: Need) -> str:
    return place_name(reference.countries()[need.country].region)


def part_line(part: Component) -> str:
    """A component in one line: topic, kind of assistance, how much, in whatever direction that is written."""
    named = [
        topic_name(part.topic) if part.topic else "",
        modality_name(part.modality) if part.modality else "",
    ]
    quantity = f"{FIRST_STRONG}{part.quantity}{END_OF_IT}" if part.quantity else ""
    return " · ".join(text for text in [*named, quantity] if text)


def size_of(thing: Need | Offer) -> str:
    """The budget band with its currency; empty where none is given."""
    if thing.budget_band is None:
        return ""
    if isinstance(thing, Need):
        witness.showed_block(actor(), thing, Block.BUDGET)
    band = name_of(thing.budget_band)
    if thing.budget_band == BudgetBand.IN_KIND:
        return band
    return _("%(band)s (%(currency)s)", band=band, currency=thing.currency)


def reach_of(offer: Offer) -> str:
    """For whom the offer is, in words; empty when it is for every State."""
    codes = [*offer.codes(TagKind.GROUP), *offer.codes(TagKind.REGION), *offer.codes(TagKind.COUNTRY)]
    return " · ".join(place_name(code) for code in codes)


def covers_of(offer: Offer) -> str:
    """What the offer pays for or brings, in words."""
    return ", ".join(name_of(Cover(code)) for code in offer.codes(TagKind.COVER))


def tone_of(state: StrEnum) -> str:
    return "warn" if state in WAITING else "good" if state in LIVE else "plain"


def need_row(need: Need) -> NeedRow:
    whole = policy.can(actor(), Action.READ_NEED_WHOLE, need)
    if whole:
        witness.showed_whole(actor(), need)
    staged = policy.can(actor(), Action.READ_NEED_HISTORY, need)
    return NeedRow(
        ref=need.ref,
        title=need.title or _("Need without a title"),
        language=need.language,
        place=place_of(need),
        topics=[topic_name(code) for code in need.topics],
        summary=need.problem if whole else need.public_summary,
        earliest_start=need.earliest_start if whole else None,
        latest_end=need.latest_end if whole else None,
        confirmed_at=need.confirmed_at,
        state=stage_of(need) if staged else being_served(need),
        tone=tone_of(need.state),
    )


def stage_of(need: Need) -> str:
    """The state of a need, and within it what has been done already."""
    if need.state == NeedState.CLEARANCE and need.cleared_at:
        return _("Cleared, to be submitted")
    if need.state == NeedState.NO_OBJECTION and need.agreed_at:
        return _("Agreed, to be published")
    return name_of(need.state)


def being_served(need: Need) -> str:
    """What everybody is told of a need that looks for offers no more."""
    return "" if need.state in MATCHABLE_NEED_STATES else _("Being served")


def offer_row(offer: Offer) -> OfferRow:
    staged = policy.can(actor(), Action.READ_OFFER_HISTORY, offer)
    return OfferRow(
        ref=offer.ref,
        title=offer.title or _("Offer without a title"),
        language=offer.language,
        provider=offer.organisation.name,
        topics=[topic_name(code) for code in offer.topics],
        summary=offer.description,
        places=reach_of(offer),
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        confirmed_at=offer.confirmed_at,
        state=name_of(offer.state) if staged else "",
        tone=tone_of(offer.state),
    )


def init(app: Flask) -> None:
    app.jinja_env.filters.update(
        dateformat=day,
        joined=joined,
        datetimeformat=format_datetime,
        numberformat=format_decimal,
        language_name=language_name,
        modality_name=modality_name,
        topic_name=topic_name,
    )
    app.jinja_env.globals.update(
        name_of=name_of,
        words_like=words_like,
        topic_name=topic_name,
        modality_name=modality_name,
        country_name=country_name,
        covers_of=covers_of,
        language_name=language_name,
        place_name=place_name,
        place_of=place_of,
        home_name=home_name,
        month_short=month_short,
        house_name=house_name,
        person_name=person_name,
        proposed_name=proposed_name,
        need_row=need_row,
        offer_row=offer_row,
        part_line=part_line,
        reach_of=reach_of,
        region_of=region_of,
        size_of=size_of,
    )
