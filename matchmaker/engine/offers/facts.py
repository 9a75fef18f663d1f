"""What the engine holds of each offer beside its words: one array a fact, one place an offer."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.engine.profiles import LONG_AGO, OfferProfile
from matchmaker.vocabulary import BudgetBand

BANDS = ("", *BudgetBand)  # a band is held by its place here; what is not in it counts as not stated

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """Of n offers, each (n,)."""

    id: Numbers
    version: Numbers
    organisation: Numbers
    posted: Numbers  # microseconds since LONG_AGO
    starts: Numbers  # days, as date.toordinal counts them
    ends: Numbers
    lead_days: Numbers
    capacity: Numbers
    band: npt.NDArray[np.int8]  # place in BANDS
    language: npt.NDArray[np.str_]  # of the text
    is_public: Flags
    is_anywhere: Flags  # for every State
    is_any_language: Flags

    def __len__(self) -> int:
        return len(self.id)

    def taken(self, order: npt.NDArray[np.integer] | slice) -> Self:
        return type(self)(*(array[order] for array in arrays_of(self)))


DTYPES = {"band": np.int8, "language": "U16", "is_public": bool, "is_anywhere": bool, "is_any_language": bool}


def facts_of(offers: Sequence[OfferProfile]) -> Facts:
    told = [told_of(offer) for offer in offers]
    names = [field.name for field in fields(Facts)]
    return Facts(
        *(np.array([each[at] for each in told], DTYPES.get(name, np.int64)) for at, name in enumerate(names))
    )


def told_of(offer: OfferProfile) -> tuple[object, ...]:
    """In the order of `Facts`."""
    return (
        offer.id,
        offer.version,
        offer.organisation_id,
        (offer.posted_at - LONG_AGO) // timedelta(microseconds=1),
        offer.valid_from.toordinal(),
        offer.valid_until.toordinal(),
        7 * offer.lead_time_weeks,
        offer.capacity_left,
        band_place(offer.budget_band),
        offer.language,
        offer.is_public,
        not (offer.countries or offer.regions or offer.groups),
        not offer.languages,
    )


def band_place(band: str) -> int:
    return BANDS.index(band) if band in BANDS else 0


def both(one: Facts, other: Facts) -> Facts:
    return Facts(*(np.concatenate(pair) for pair in zip(arrays_of(one), arrays_of(other), strict=True)))


def arrays_of(facts: Facts) -> list[npt.NDArray]:
    return [getattr(facts, field.name) for field in fields(facts)]
