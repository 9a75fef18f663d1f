"""What there is, as a plain model sees it: people, needs, offers, pairs, and how a need follows its agreements."""

from dataclasses import dataclass, field

STATES = {"amina": "gmb", "bashir": "gmb", "ines": "pry"}  # who writes for which State
FOCAL_POINTS = frozenset({"amina", "ines"})
DONORS = {"carla": "northern-lights", "chen": "harbour"}
CHECKS, RELEASES = "dao", "erik"
WRITES = frozenset({*STATES, *DONORS})
EVERYBODY = (*STATES, *DONORS, CHECKS, RELEASES, "farah", "gus", "hiba", "eve")

OPEN = frozenset({"published", "in_matching"})
LISTED_NEEDS = OPEN | {"matched", "in_delivery", "delivered"}
LISTED_OFFERS = frozenset({"published", "exhausted"})
REVIEWED = frozenset({"suggested", "shortlisted", "to_release"})
TALKS = frozenset({"introduced", "exploring"})
AGREED = frozenset({"agreed", "part_agreed"})
DELIVERED = frozenset({"delivered", "closed"})
OVER = DELIVERED | {"dismissed", "declined", "lapsed"}
STANDING = AGREED | DELIVERED | {"in_delivery"}
BOTH = frozenset({"requester", "donor"})
PARTS = ("1", "2")  # every need has two


@dataclass
class Effect:
    """The rows of history and the letters that one deed leaves behind."""

    moves: int = 1
    letters: int = 0

    def __iadd__(self, other: "Effect") -> "Effect":
        self.moves, self.letters = self.moves + other.moves, self.letters + other.letters
        return self


@dataclass(eq=False)
class Thing:
    """A need or an offer."""

    noun: str
    owner: str
    state: str = "draft"
    cleared: bool = False
    checked: bool = False  # by a case officer, since it was submitted
    agreed: bool = False
    received: bool = False  # by the secretariat, ever
    left: int = 1  # places of an offer
    pairs: list["Pair"] = field(default_factory=list)

    @property
    def covered(self) -> set[str]:
        """The parts of a need that agreements cover."""
        return {part for pair in self.pairs if pair.state in STANDING for part in pair.parts}


@dataclass(eq=False)
class Pair:
    """A match."""

    need: Thing
    offer: Thing
    state: str = "suggested"
    origin: str = "engine"
    proposer: str = ""
    said_yes: frozenset[str] = frozenset()
    parts: str = ""
    said_delivered: frozenset[str] = frozenset()
    gave_feedback: frozenset[str] = frozenset()
    touched: bool = False  # by a person, so that the engine leaves it as it is
    noun: str = "matches"


def owns(who: str, thing: Thing) -> bool:
    return thing.owner in (STATES.get(who), DONORS.get(who))


def heads(who: str, need: Thing) -> bool:
    """Whether *who* is the focal point of the State."""
    return who in FOCAL_POINTS and owns(who, need)


def asks(who: str, pair: Pair) -> bool:
    return heads(who, pair.need)


def gives(who: str, pair: Pair) -> bool:
    return owns(who, pair.offer)


def follow(need: Thing) -> Effect:
    """The need goes where its agreements are, each step of it a move of the portal."""
    effect = Effect(moves=0)

    def step(before: tuple[str, ...], after: str) -> None:
        if need.state in before:
            need.state, effect.moves = after, effect.moves + 1

    if need.covered < set(PARTS):
        step(("matched", "in_delivery"), "in_matching")
        return effect
    standing = {pair.state for pair in need.pairs if pair.state in STANDING}
    step((*OPEN,), "matched")
    if standing & (DELIVERED | {"in_delivery"}):
        step(("matched",), "in_delivery")
    if standing <= DELIVERED:
        step(("in_delivery",), "delivered")
    return effect
