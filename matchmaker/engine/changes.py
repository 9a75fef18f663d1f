"""What `bench` measures of the portal's own index: one offer that comes, changes and goes."""

from collections.abc import Iterable, Sequence
from time import perf_counter

import numpy as np

from matchmaker.engine.bench import OURS, Line
from matchmaker.engine.index import Index
from matchmaker.engine.profiles import OfferProfile

TIMES = 20  # that an offer comes, changes and goes


def changes(offers: Sequence[str]) -> Iterable[Line]:
    """One offer added to, changed in and removed from an index of the others, with its analysis."""
    *held, text = offers
    versions = dict.fromkeys(range(len(held)), 1)
    new = len(held)
    profiles = {id_: profile(id_, held[id_]) for id_ in versions}
    index = Index().fit(profiles.values())
    taken: dict[str, list[float]] = {"add": [], "change": [], "remove": []}
    for round_ in range(TIMES):
        steps = {"add": versions | {new: 1}, "change": versions | {new: 2}, "remove": versions}
        for name, wanted in steps.items():
            came = profile(new, f"{text} {held[round_ % len(held)]}" if held else text, wanted.get(new, 1))
            began = perf_counter()
            index.sync(wanted, lambda ids, came=came: [came])
            taken[name].append(perf_counter() - began)
    for name, times in taken.items():
        figure = 1000 * float(np.percentile(times, 95))
        yield Line(f"{name} one offer, p95", OURS, figure, "ms", None, f"index of {len(held)} offers")


def profile(id_: int, text: str, version: int = 1) -> OfferProfile:
    return OfferProfile(id=id_, organisation_id=0, language="en", text=text, version=version)
