"""What `bench` measures of the portal's own index: offers that come, change and go, one at a time."""

from collections.abc import Iterable, Sequence
from itertools import cycle, islice
from time import perf_counter

import numpy as np

from matchmaker.engine.measuring.bench import OURS, Line
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import OfferProfile

MOST = 100_000  # offers in the index: it reads their texts, which takes its time
TIMES = 40  # that an offer comes, another text takes its place, and an older offer goes


def changes(offers: Sequence[str], coming: Sequence[str]) -> Iterable[Line]:
    """One offer added to, changed in and removed from an index of *offers*, with its analysis; texts from *coming*.

    It ends where the next search can begin.
    """
    held, texts = offers[:MOST], islice(cycle(coming), 2 * TIMES)
    index = Index().fit(profile(id_, text) for id_, text in enumerate(held))
    taken: dict[str, list[float]] = {"add": [], "change": [], "remove": []}
    for time, (text, other) in enumerate(zip(texts, texts, strict=True)):
        new = len(held) + time
        steps = {
            "add": ([], [profile(new, text)]),
            "change": ([], [profile(new, other)]),
            "remove": ([time], []),
        }
        for name, (gone, come) in steps.items():
            began = perf_counter()
            index.change(gone, come)
            if not index.snapshot_.is_settled:
                raise RuntimeError("The next search could not begin yet.")
            taken[name].append(perf_counter() - began)
    for name, times in taken.items():
        figure = 1000 * float(np.percentile(times, 95))
        yield Line(f"{name} one offer, p95", OURS, figure, "ms", None, f"index of {len(held)} offers")


def profile(id_: int, text: str) -> OfferProfile:
    return OfferProfile(id=id_, organisation_id=0, language="en", text=text)
