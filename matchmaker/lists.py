"""Words by which somebody asks for a part of a list, and for its order."""

from enum import StrEnum


class Whose(StrEnum):
    """Of what waits, the part that somebody looks at: all of it, what is theirs, what is nobody's."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"


class QueueOrder(StrEnum):
    PRESSING = "pressing"
    OLDEST = "oldest"
    BEST = "best"


class Stage(StrEnum):
    """How far what stands in a catalogue is: it may still be matched, or somebody has taken it up."""

    OPEN = "open"
    TAKEN = "taken"


class Catalogue(StrEnum):
    """The list of which a search is a part."""

    NEEDS = "needs"
    OFFERS = "offers"
    QUEUE = "queue"
