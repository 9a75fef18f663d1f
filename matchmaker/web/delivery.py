"""For whom, when and in which languages an offer can be given to a need: sentences for this reader."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from matchmaker import reference
from matchmaker.models import Offer
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
