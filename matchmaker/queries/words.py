"""Search by words in a folded column: every word must occur, wildcards mean themselves."""

from typing import Any

from sqlalchemy import ColumnElement, and_, true

from matchmaker.folding import fold

MOST_WORDS = 8


def contains_all(column: Any, asked: str) -> ColumnElement[bool]:
    """Whether *column* contains each of the first words of *asked*; nothing asked finds everything."""
    words = fold(asked).split()[:MOST_WORDS]
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))
