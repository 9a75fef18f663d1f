"""What of a need an offer covers, for whom, when and in which languages: sentences for this reader."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from matchmaker import reference
from matchmaker.models import Component, Need, Offer
from matchmaker.vocabulary import TagKind
from matchmaker.web.words import joined, language_name, place_name

WIDEST = "ODA"  # the group that holds all the others
Period = tuple[date, date]  # the first and the last day
DAYS_IN_MONTH = 30.4
UNBOUNDED = (1, 9999)  # years in which the engine lets a need begin or end that says nothing of it


def open_to(iso3: str, offer: Offer, *, on: date) -> list[str]:
    """Through what this State may receive it on the day *on*: itself, its region or a group, the narrowest."""
    reach = {*offer.codes(TagKind.COUNTRY), *offer.codes(TagKind.REGION), *offer.codes(TagKind.GROUP)}
    if not reach:
        return [_("Open to every State.")]
    through = next((code for code in _places(iso3, on) if code in reach), None)
    return [_("Open to: %(place)s.", place=place_name(through))] if through else []


def _places(iso3: str, on: date) -> list[str]:
    """The State, its regions and its groups, from narrow to wide."""
    if iso3 not in reference.countries():
        return []
    state = reference.countries()[iso3]
    groups = sorted(reference.groups_of(iso3, on=on), key=lambda group: (group == WIDEST, group))
    return [iso3, *filter(None, (state.intermediate, state.subregion, state.region)), *groups]


def covered(need: Need, offer: Offer) -> list[str]:
    """Of a need in several parts that are still open, how many the offer covers; of none it says nothing."""
    parts = need.open_components
    served = sum(_covers(offer, part) for part in parts)
    if len(parts) < 2 or not served:
        return []
    if served == len(parts):
        return [
            ngettext(
                "It covers the %(num)s part that is asked for.",
                "It covers all %(num)s parts that are asked for.",
                served,
            )
        ]
    return [
        ngettext(
            "It covers %(num)s of the %(all)s parts that are asked for.",
            "It covers %(num)s of the %(all)s parts that are asked for.",
            served,
            all=len(parts),
        )
    ]


def _covers(offer: Offer, part: Component) -> bool:
    """Whether the offer names what the part is about and how it is to be given."""
    return part.topic in offer.topics and (not part.modality or part.modality in offer.modalities)


def first_day(offer: Offer, *, on: date) -> date:
    """The day on which it can begin if it is agreed on the day *on*."""
    return max(on + timedelta(weeks=offer.lead_time_weeks or 0), offer.valid_from or date.min)


def begins(need: Need, offer: Offer, *, on: date) -> list[str]:
    """That it can begin in time, and how long before; of what comes too late it says nothing."""
    first, asked = first_day(offer, on=on), need.earliest_start
    if not asked or first > asked or (offer.valid_until and offer.valid_until < asked):
        return []
    weeks, months = spans(asked - first)
    if months:
        return [
            ngettext(
                "It can begin %(num)s month before it is asked for.",
                "It can begin %(num)s months before it is asked for.",
                months,
            )
        ]
    if weeks:
        return [
            ngettext(
                "It can begin %(num)s week before it is asked for.",
                "It can begin %(num)s weeks before it is asked for.",
                weeks,
            )
        ]
    return [_("It can begin when it is asked for.")]


def spans(gap: timedelta) -> tuple[int, int]:
    """In whole weeks, from two on, and in whole months, from two on; 0 for less than that."""
    weeks, months = round(gap.days / 7), round(gap.days / DAYS_IN_MONTH)
    return weeks if weeks > 1 else 0, months if months > 1 else 0


def given(languages: Sequence[Mapping[str, Any]], dates: Sequence[Mapping[str, Any]]) -> list[str]:
    """In which languages and when, in one sentence; each is a list of the engine's shares."""
    codes = dict.fromkeys(str(share.get("in_need")) for share in languages)
    names = joined(language_name(code) for code in codes if code in reference.languages())
    asked, served = (_period(dates[0].get(side)) if dates else None for side in ("in_need", "in_offer"))
    if asked and served:
        return [_both(names, asked, served) if names else _when(asked, served)]
    return [_("It can be given in %(languages)s.", languages=names)] if names else []


def _both(names: str, asked: Period, served: Period) -> str:
    if _is_open(asked):
        day = format_date(served[0], "long")
        return _("It can be given in %(languages)s, and can begin on %(day)s.", languages=names, day=day)
    if served == asked:
        return _("It can be given in %(languages)s, and covers the whole period.", languages=names)
    months, days = _length(served)
    if months:
        return ngettext(
            "It can be given in %(languages)s, and covers %(num)s month of the period.",
            "It can be given in %(languages)s, and covers %(num)s months of the period.",
            months,
            languages=names,
        )
    return ngettext(
        "It can be given in %(languages)s, and covers %(num)s day of the period.",
        "It can be given in %(languages)s, and covers %(num)s days of the period.",
        days,
        languages=names,
    )


def _when(asked: Period, served: Period) -> str:
    if _is_open(asked):
        return _("It can begin on %(day)s.", day=format_date(served[0], "long"))
    if served == asked:
        return _("It covers the whole period.")
    months, days = _length(served)
    if months:
        return ngettext(
            "It covers %(num)s month of the period.", "It covers %(num)s months of the period.", months
        )
    return ngettext("It covers %(num)s day of the period.", "It covers %(num)s days of the period.", days)


def _is_open(asked: Period) -> bool:
    """Whether the need says not when it begins, or not when it ends."""
    return asked[0].year in UNBOUNDED or asked[1].year in UNBOUNDED


def _length(served: Period) -> tuple[int, int]:
    """In whole months, and in days."""
    days = (served[1] - served[0]).days + 1
    return round(days / DAYS_IN_MONTH), days


def _period(text: object) -> Period | None:
    """The first and last day of "2027-03-01/2027-12-31"."""
    try:
        first, last = str(text).split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
