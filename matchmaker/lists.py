"""Words by which somebody asks for a part of a list, and for its order."""

from enum import StrEnum


class Whose(StrEnum):
    """Of what waits, the part that somebody looks at: all of it, what is theirs, what is nobody's."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"


class QueueOrder(StrEnum):
    OLDEST = "oldest"
    BEST = "best"


class Catalogue(StrEnum):
    """What a search looks through."""

    NEEDS = "needs"
    OFFERS = "offers"
