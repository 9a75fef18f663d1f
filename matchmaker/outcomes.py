"""Words for what becomes of a match after the introduction: what stands, what a side answers, how well it went."""

from enum import StrEnum

from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, MatchState

TALKING = (MatchState.INTRODUCED, MatchState.EXPLORING)
UNDER_AGREEMENT = (MatchState.AGREED, MatchState.PART_AGREED)
# An agreement stands: it covers components of the need and takes of the offer.
STANDING_MATCH_STATES = INTRODUCED_MATCH_STATES - {MatchState.INTRODUCED, MatchState.EXPLORING}


class Side(StrEnum):
    """The two sides of a match."""

    REQUESTER = "requester"
    DONOR = "donor"


class ContactAnswer(StrEnum):
    """What a side says when it is asked whether contact is under way."""

    TALKING = "talking"
    AGREED = "agreed"
    NOT_CONTINUING = "not_continuing"
    NEED_HELP = "need_help"


class Extent(StrEnum):
    """An answer that need not be yes or no."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
