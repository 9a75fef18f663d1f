"""The few numbers that shape a ranking: named, each with its reason, versioned together.

The figures quoted are means of nDCG@10: over judged collections of text (words, pairs, concepts), and over
the portal's own graded pairs (the rest).
"""

from dataclasses import dataclass
from math import inf

ENGINE_VERSION = "5"  # changes with any number here or in bands.py, any listed word and any rule of analysis


@dataclass(frozen=True)
class Weights:
    """A score is text + topic + modality + fits and lies between 0 and 1."""

    # Inside the text vector, relative to a word.
    word: float = 1.0
    pair: float = 0.5  # two words in a row are rare, hence heavy by IDF already; 0.35 and 0.7 did worse
    concept: float = 0.6  # 1 finds more across languages (0.949 -> 0.956), less within one (0.477 -> 0.467)
    topic_term: float = 0.75  # a key term of the need's topics; ranking by words alone 0.65 -> 0.78

    # How often and how long.
    saturation: float = 2.0  # a word that stands there twice has half of what it can ever weigh
    length: float = 0.75  # how far a long text counts as repetition: 0 not at all, 1 wholly
    headroom: float = 1.2  # times the typical length of a vector, up to which a short text stays short

    # The parts of a score. The portal's pairs do as well with anything from 0.15 to 0.3 for topics.
    text: float = 0.62
    topic: float = 0.25
    modality: float = 0.06
    dates: float = 0.025  # the last three are soft fits: they order what is alike, and bring nothing in
    language: float = 0.025
    budget: float = 0.02

    area: float = 0.3  # of a topic's part, where only another topic of the same area is offered
    neighbour_band: float = 0.5  # of the budget's part, for one band apart, or in kind

    def __post_init__(self) -> None:
        wrong = [name for name, weight in vars(self).items() if not 0 <= weight < inf]
        if wrong:
            raise ValueError(f"A weight is a number from 0 on, which is not so of: {', '.join(wrong)}.")


WEIGHTS = Weights()
