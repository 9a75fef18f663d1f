"""Why an offer was suggested: shares of its score, in words that a page can show."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonKind(StrEnum):
    """What a share is for."""

    WORDS = "words"  # a word or phrase of the need, and the offer's
    CONCEPT = "concept"  # what both say in different words or languages
    TOPIC_WORDS = "topic_words"  # a topic of the need alone, and a phrase of the offer that speaks of it
    OTHER_WORDS = "other_words"  # all other shares of words together, as of numbers; names nothing
    TOPIC = "topic"
    AREA = "area"  # the need's topic, and the area of another topic that is offered
    MODALITY = "modality"
    LANGUAGE = "language"
    DATES = "dates"  # what the need asks for, and what of that the offer can serve: ISO days with a slash
    BUDGET = "budget"


SUBJECT = frozenset({ReasonKind.TOPIC, ReasonKind.AREA})
SOFT = frozenset({ReasonKind.LANGUAGE, ReasonKind.DATES, ReasonKind.BUDGET})  # never enough by themselves


@dataclass(frozen=True)
class Reason:
    """One share of a score, above 0: all shares of a score add up to it. Plain fields: `asdict` is JSON.

    *in_need* and *in_offer* are words as they stand in each text, or codes.
    """

    kind: ReasonKind
    in_need: str
    in_offer: str
    share: float
