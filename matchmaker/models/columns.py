"""How our columns are made, once: words, long texts, references, versions."""

import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread on the telephone
LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
REFUSED = bytes(range(256 - 256 % len(ALPHABET), 256))  # so that each letter is as likely as the others
REFERENCE_LENGTH = 6
TITLE_MAX = 200
LINE_MAX = 300
EMAIL_MAX = 254  # the longest that mail can carry
TEXT_MAX = 10_000

# Set before the first table is made: migrations address every constraint by its name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata = MetaData(naming_convention=NAMING)


def word(kind: type[StrEnum]) -> Any:
    """A column type for one word of the vocabulary, stored by value, so that a dump can be read."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda words: [w.value for w in words])


def new_reference(prefix: str) -> str:
    """An opaque reference such as N-7F3K9Q: drawn by lot, so that counting through them finds nothing."""
    return new_references(prefix, 1)[0]


def new_references(prefix: str, count: int) -> list[str]:
    drawn = ""
    while len(drawn) < count * REFERENCE_LENGTH:
        drawn += secrets.token_bytes(count * REFERENCE_LENGTH).translate(LETTERS, REFUSED).decode("ascii")
    ends = range(REFERENCE_LENGTH, count * REFERENCE_LENGTH + 1, REFERENCE_LENGTH)
    return [f"{prefix}-{drawn[end - REFERENCE_LENGTH : end]}" for end in ends]


class Versioned(SQLModel):
    """Optimistic lock: the database refuses the second of two edits made from the same version."""

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # set by the metaclass
