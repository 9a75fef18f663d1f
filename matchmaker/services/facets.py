"""How many of a list remain with each choice of a filter, for one reader: never more than they may know."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from matchmaker import reference
from matchmaker.engine.lookup.tokens import Token
from matchmaker.lists import Catalogue
from matchmaker.policy import Actor
from matchmaker.queries import needs, offers
from matchmaker.queries.hits import Hits, Known
from matchmaker.queries.places import countries_in, is_whole_region, reach_codes
from matchmaker.queries.texts import BUDGET, LANGUAGE, MODALITY, PLACE, TOPIC
from matchmaker.services import finding
from matchmaker.services.finding import Choices
from matchmaker.vocabulary import BudgetBand

Facets = Mapping[str, Mapping[str, int]]  # a filter -> each of its codes -> how many things there are

KNOWN: Mapping[Catalogue, Callable[..., Known]] = {
    Catalogue.NEEDS: needs.known,
    Catalogue.OFFERS: offers.known,
}


def facets(
    session: Session, actor: Actor, catalogue: Catalogue, wanted: Any, *, on: date, hits: Hits
) -> Facets:
    """What each choice would leave of the list that *wanted* asks for, in the place of what is chosen now."""
    choices = _choices(catalogue, on)
    chosen = {name: code for name in choices if (code := getattr(wanted, name))}
    others = replace(wanted, **dict.fromkeys(choices, ""))
    known = KNOWN[catalogue](session, actor, others, on=on, hits=hits)
    return finding.counted(session, catalogue, choices, chosen, known)


@lru_cache(maxsize=4)
def _choices(catalogue: Catalogue, on: date) -> Mapping[str, Choices]:
    places = [*reference.countries(), *reference.regions(), *reference.groups()]
    asked, served = _asked_in, _served_in
    found = {
        TOPIC: _stating(TOPIC, [*reference.areas(), *reference.topics()]),
        MODALITY: _stating(MODALITY, reference.modalities()),
        PLACE: {code: (asked if catalogue == Catalogue.NEEDS else served)(code, on) for code in places},
        LANGUAGE: _stating(LANGUAGE, reference.languages()),
    }
    return found if catalogue == Catalogue.NEEDS else found | {BUDGET: _stating(BUDGET, BudgetBand)}


def _stating(field: str, codes: Any) -> Choices:
    return {str(code): [(field, str(code))] for code in codes}


def _asked_in(place: str, on: date) -> list[Token]:
    """What a need in *place* states: its country, if this reader may know it, or its region."""
    return (
        [(PLACE, place)] if is_whole_region(place) else [(PLACE, code) for code in countries_in(place, on=on)]
    )


def _served_in(place: str, on: date) -> list[Token]:
    """What an offer for *place* states, or nothing: that is for every State."""
    return [(PLACE, code) for code in (*reach_codes(place, on=on), "")]
