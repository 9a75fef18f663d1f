"""How much a text says the same as others: for near-duplicates among a few hundred, without any index."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matchmaker.engine.text.analysis import counts_of_all
from matchmaker.engine.text.lexicon import NO_LEXICON, Lexicon
from matchmaker.engine.text.piles import Said


def likeness(text: Said, others: Sequence[Said], lexicon: Lexicon = NO_LEXICON) -> npt.NDArray[np.float64]:
    """Cosine of *text* with each of *others*: shape (n,), from 0 (no shared word) to 1 (the same words).

    What is frequent among these texts counts little (TF-IDF, Manning et al. 2008, sections 6.2 and 6.3), and
    nothing but these texts counts: the figures tell of no text that is not here.
    """
    if not others:
        return np.zeros(0)
    tally = counts_of_all([text, *others], lexicon)
    size = len(tally.bounds) - 1
    owners = np.repeat(np.arange(size), np.diff(tally.bounds))
    rarity = np.log((1 + size) / (1 + np.bincount(tally.cols, minlength=len(tally.keys)))) + 1
    weights = (1 + np.log(tally.times)) * rarity[tally.cols]
    lengths = np.sqrt(np.bincount(owners, weights**2, minlength=size))
    first = np.zeros(len(tally.keys))
    first[tally.cols[owners == 0]] = weights[owners == 0]
    common = np.bincount(owners, weights * first[tally.cols], minlength=size)
    return (common / np.maximum(lengths * lengths[0], 1e-12))[1:]
