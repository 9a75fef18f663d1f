"""The picture as a page shows it: tables of numbers that lead to their lists, and the drawings of the same numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import Flask, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from matchmaker.lists import Stage
from matchmaker.policy import Actor
from matchmaker.queries import picture as reading
from matchmaker.queries.picture import NeedsByPlace, OffersByPlace, PictureFilter
from matchmaker.queries.places import WORLD, countries_in, whole_regions
from matchmaker.services import counting
from matchmaker.web import filters
from matchmaker.web.drawing import bars, flow, world
from matchmaker.web.drawing.flow import wrapped
from matchmaker.web.words import about_name, country_name, home_name, month_name, place_name

MONTHS = 12  # that a timeline shows
MOST_NAMED = 6  # of the cells that stand out: nobody reads more in one sentence


class Chart(StrEnum):
    """The drawings; the word is the name of the file with its numbers."""

    PLACES = "places"
    TOPICS = "topics"
    FLOWS = "flows"
    STARTS = "starts"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Number:
    """A number, and the list that it counts; no address where there is nothing to list."""

    number: int
    url: str


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    numbers: Sequence[Number | None]  # None: this is not counted here


@dataclass(frozen=True)
class Table:
    """`head` begins with what the rows are."""

    head: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Standing:
    """Where needs and offers stand, for one reader, on one day."""

    on: date
    wanted: PictureFilter
    needs: NeedsByPlace
    offers: OffersByPlace


@dataclass(frozen=True)
class Counted(Standing):
    """Everything that the picture counts."""

    ahead: Sequence[str]  # the months of starts and of offers that can be given
    starts: Sequence[int]
    valid: Sequence[int]
    past: Sequence[str]  # the months of publication
    still_open: Sequence[int]
    taken_up: Sequence[int]


def months(first: date, count: int) -> list[str]:
    """*count* months from that of *first* on; from one before it, if *count* is negative: it is the last."""
    at = first.year * 12 + first.month - 1
    span = range(at, at + count) if count > 0 else range(at + count + 1, at + 1)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in span]


def standing(session: Session, actor: Actor, wanted: PictureFilter, *, on: date) -> Standing:
    needs = reading.needs_by_place(session, actor, wanted, on=on)
    offers, _valid = counting.offers(session, actor, wanted, months(on, MONTHS), on=on)
    return Standing(on, wanted, needs, offers)


def counted(session: Session, actor: Actor, wanted: PictureFilter, *, on: date) -> Counted:
    ahead, past = months(on, MONTHS), months(on, -MONTHS)
    asked = (session, actor, wanted)
    offers, valid = counting.offers(*asked, ahead, on=on)
    return Counted(
        on,
        wanted,
        needs=reading.needs_by_place(*asked, on=on),
        offers=offers,
        ahead=ahead,
        starts=reading.needs_by_start(*asked, ahead, on=on),
        valid=valid,
        past=past,
        still_open=reading.needs_by_publication(*asked, past, Stage.OPEN, on=on),
        taken_up=reading.needs_by_publication(*asked, past, Stage.TAKEN, on=on),
    )


def need_number(wanted: PictureFilter, number: int, **narrower: str) -> Number:
    return _number("needs.index", wanted, number, narrower)


def offer_number(wanted: PictureFilter, number: int, **narrower: str) -> Number:
    return _number("offers.index", wanted, number, narrower)


def _number(endpoint: str, wanted: PictureFilter, number: int, narrower: dict[str, str]) -> Number:
    asked = filters.in_use(wanted) | {"stage": Stage.OPEN.value} | narrower
    return Number(number, url_for(endpoint, **asked) if number else "")


def table_of(chart: Chart, counted: Counted) -> Table:
    return TABLES[chart](counted)


def _places(counted: Counted) -> Table:
    """The places, and below them the countries that the reader may know."""
    wanted, needs, offers = counted.wanted, counted.needs, counted.offers
    rows = [
        Row(
            place,
            place_name(place),
            [
                need_number(wanted, needs.places[place], place=place),
                offer_number(wanted, offers.places[place], place=place),
            ],
        )
        for place in wanted.places
    ]
    rows += [
        Row(iso3, country_name(iso3), [need_number(wanted, number, place=iso3), None])
        for iso3, number in sorted(needs.countries.items(), key=lambda pair: (-pair[1], pair[0]))
        if iso3 not in wanted.places
    ]
    return Table([_("Place"), _("Needs"), _("Offers")], rows)


def _topics(counted: Counted) -> Table:
    wanted = counted.wanted
    head = [_("Topic")]
    for place in wanted.places:
        head += [f"{place_name(place)}: {_('Needs')}", f"{place_name(place)}: {_('Offers')}"]
    rows = []
    for topic in wanted.topics:
        numbers: list[Number | None] = []
        for place in wanted.places:
            narrower = {"topic": topic, "place": place}
            numbers.append(need_number(wanted, counted.needs.topics[topic, place], **narrower))
            numbers.append(offer_number(wanted, counted.offers.topics[topic, place], **narrower))
        rows.append(Row(topic, about_name(topic), numbers))
    return Table(head, rows)


def _flows(counted: Counted) -> Table:
    wanted, flows = counted.wanted, counted.offers.flows
    rows = [
        Row(
            source,
            home_name(source),
            [
                offer_number(wanted, flows[source, place], source=source, place=place)
                for place in wanted.places
            ],
        )
        for source in SOURCES
    ]
    return Table([_("Region of the donor"), *map(place_name, wanted.places)], rows)


def _starts(counted: Counted) -> Table:
    each = zip(counted.ahead, counted.starts, counted.valid, strict=True)
    rows = [
        Row(
            month,
            month_name(month),
            [
                need_number(counted.wanted, starting, starts=month),
                offer_number(counted.wanted, valid, valid=month),
            ],
        )
        for month, starting, valid in each
    ]
    return Table([_("Month"), _("Needs that must start"), _("Offers that can be given")], rows)


def _published(counted: Counted) -> Table:
    each = zip(counted.past, counted.still_open, counted.taken_up, strict=True)
    rows = [
        Row(
            month,
            month_name(month),
            [
                need_number(counted.wanted, still, published=month),
                need_number(counted.wanted, taken, published=month, stage=Stage.TAKEN.value),
            ],
        )
        for month, still, taken in each
    ]
    return Table([_("Month"), _("Still open"), _("Taken up")], rows)


SOURCES = (*whole_regions(), WORLD)
TABLES = {
    Chart.PLACES: _places,
    Chart.TOPICS: _topics,
    Chart.FLOWS: _flows,
    Chart.STARTS: _starts,
    Chart.PUBLISHED: _published,
}


def lines_of(table: Table) -> list[list[str | int]]:
    """The table as the lines of a file: the codes beside the names, which are of the reader's language."""
    lines: list[list[str | int]] = [[_("Code"), *table.head]]
    for row in table.rows:
        lines.append([row.code, row.label, *("" if one is None else one.number for one in row.numbers)])
    return lines


def bare(counted: Counted) -> list[str]:
    """What is asked for and offered nowhere, in words, the most asked for first."""
    lacking = [
        (number, topic, place)
        for (topic, place), number in counted.needs.topics.items()
        if topic in counted.wanted.topics and not counted.offers.topics[topic, place]
    ]
    return [
        f"{about_name(topic)} – {place_name(place)} ({number})"
        for number, topic, place in sorted(lacking, key=lambda one: (-one[0], *one[1:]))[:MOST_NAMED]
    ]


def spots_of(counted: Standing) -> Mapping[str, world.Spot]:
    places = counted.wanted.places
    middles = {place: world.middle(countries_in(place, on=counted.on)) for place in places}
    return world.spots(middles, counted.needs.places, counted.offers.places)


def dots_of(counted: Standing) -> Mapping[str, tuple[float, float]]:
    """Where the countries lie whose needs the reader may know."""
    return {iso3: world.middle([iso3]) for iso3 in counted.needs.countries}


def flow_of(counted: Counted, mirrored: bool) -> flow.Flow:
    return flow.flow(counted.offers.flows, SOURCES, counted.wanted.places, mirrored=mirrored)


def bars_of(table: Table, mirrored: bool) -> Iterator[tuple[bars.Bar, Row, int]]:
    """Each bar with its row and the column of its number: the first grows upwards, the second downwards."""
    for column, upwards in enumerate((True, False)):
        numbers = [row.numbers[column] for row in table.rows]
        drawn = bars.bars([one.number if one else 0 for one in numbers], upwards=upwards, mirrored=mirrored)
        yield from ((bar, row, column) for bar, row in zip(drawn, table.rows, strict=True))


def init(app: Flask) -> None:
    app.jinja_env.filters["wrapped"] = wrapped
    app.jinja_env.globals.update(
        land=world.outline(),
        map_size=(world.WIDTH, world.HEIGHT),
        spots_of=spots_of,
        dots_of=dots_of,
        flow_of=flow_of,
        bars_of=bars_of,
        need_number=need_number,
        offer_number=offer_number,
    )
