"""What the words of a reader hit, for the queries: ids, whoever may read what is behind them. The queries know that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam

Ids = frozenset[int]
NO_IDS: Ids = frozenset()


@dataclass(frozen=True)
class Hits:
    """The things of one catalogue that have all of the words that were asked for.

    A need has them in what everybody may read of it, or only in the whole of it; of an offer there is nothing but
    the whole.
    """

    whole: Ids = NO_IDS
    summary: Ids = NO_IDS
    titled: Ids = NO_IDS  # those that have all of them in the title


NO_HITS = Hits()


@dataclass(frozen=True)
class Known:
    """The things of a list that a reader may read whole, and those of which they know the summary alone."""

    whole: Ids
    summary: Ids = NO_IDS


def among(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether *column* is one of *ids*, however many: numbers of ours, written into the statement."""
    found: ColumnElement[bool] = column.in_(
        bindparam(None, sorted(ids), expanding=True, literal_execute=True, unique=True)
    )
    return found
