"""How a table of moves is read. The tables stand in need.py, offer.py and match.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.actions import Action
from matchmaker.errors import IllegalTransition
from matchmaker.labels import label
from matchmaker.vocabulary import Noun
from matchmaker.wording import say


@dataclass(frozen=True)
class Move:
    """From any of *sources* to *target*; with no target the deed leaves the state as it is."""

    sources: frozenset[StrEnum]
    target: StrEnum | None = None


@dataclass(frozen=True)
class Life:
    """The whole life of one noun: where it begins, where it may end, and every move between."""

    noun: Noun
    start: StrEnum
    ends: frozenset[StrEnum]
    moves: Mapping[Action, Move]

    def allows(self, action: Action, state: StrEnum) -> bool:
        return action in self.moves and state in self.moves[action].sources

    def after(self, action: Action, state: StrEnum) -> StrEnum:
        """The state after *action*, or IllegalTransition with a sentence that says what is and what may be."""
        if not self.allows(action, state):
            raise IllegalTransition(
                say("This is no longer possible: the state is now “%(state)s”.", state=label(state))
            )
        return self.moves[action].target or state


def moves(*sources: StrEnum, to: StrEnum | None = None) -> Move:
    return Move(frozenset(sources), to)
