"""A copy of all that the portal knows: lines of JSON, the same from every portal that knows the same."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlmodel import Session, SQLModel

from matchmaker import chain
from matchmaker.filing.store import Store
from matchmaker.models import Attachment, PasswordLink, PasswordWish, Tries, Visit
from matchmaker.queries import trail

FORMAT = "matchmaker copy"
# A copy signs nobody in, and what opens or bars a door today means nothing where it is brought back.
LEFT_OUT = {kind.__tablename__ for kind in (PasswordLink, PasswordWish, Tries, Visit)}
AT_ONCE = 1_000  # rows in memory
Row = dict[str, Any]


class BadCopy(Exception):
    """A copy that cannot be brought back here; the message says why."""


@dataclass
class Tally:
    """How many rows went by, and the fingerprint of all lines."""

    rows: int = 0
    _hash: Any = field(default_factory=sha256, compare=False)

    def of(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.rows += line.startswith("[")
            self._hash.update(line.encode() + b"\n")
            yield line

    def take(self, lines: Iterable[str]) -> None:
        for _line in self.of(lines):
            pass

    @property
    def fingerprint(self) -> str:
        return self._hash.hexdigest()


def tables() -> list[Table]:
    """Every table that is copied; whatever a row points to stands in an earlier one, or in its own."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in LEFT_OUT]


def taken(session: Session, store: Store, schema: str) -> Iterator[str]:
    """The lines of a copy: which *schema* it is of, each table with its columns and its rows in their order, and
    each attached file.
    """
    yield json.dumps({"format": FORMAT, "schema": schema})
    for table in tables():
        yield json.dumps({"table": table.name, "columns": [column.name for column in table.columns]})
        rows = select(table).order_by(*table.primary_key)
        for row in session.connection().execute(rows, execution_options={"yield_per": AT_ONCE}):
            # Words are text by themselves; days and moments are said as ISO 8601 does.
            yield json.dumps([*row], ensure_ascii=False, default=lambda moment: moment.isoformat())
    for name in session.connection().execute(select(Attachment.ref).order_by(Attachment.ref)).scalars():
        content = store.read(name)  # none of what somebody took away after this copy was begun
        yield json.dumps({"file": name, "content": content and b64encode(content).decode()})


def bring_back(session: Session, lines: Iterable[str], store: Store, schema: str) -> Tally:
    """Fill the empty tables of a database of this *schema*, and the *store*. The caller commits.

    Raises BadCopy where the copy is of another schema, the tables are not empty, or what then stands there is not
    what was copied.
    """
    came, stands = Tally(), Tally()
    _load(session, came.of(lines), store, schema)
    stands.take(taken(session, store, schema))
    if came.fingerprint != stands.fingerprint:
        raise BadCopy("What was written is not what was read: nothing is kept.")
    if fault := chain.check(trail.in_order(session), []).fault:
        raise BadCopy(f"The audit trail in this copy is not whole: {fault}")
    return came


def _load(session: Session, lines: Iterator[str], store: Store, schema: str) -> None:
    head = json.loads(next(lines, "{}"))
    if head.get("format") != FORMAT:
        raise BadCopy("This is no copy of a portal.")
    if head["schema"] != schema:
        raise BadCopy(
            f"This copy is of schema {head['schema']}; this program needs {schema}. Bring it back with the "
            "program of that time, then migrate."
        )
    connection = session.connection()
    if any(connection.execute(select(*table.primary_key).limit(1)).first() for table in tables()):
        raise BadCopy("This database is in use. Bring the copy back into an empty one.")
    for table, rows in groupby(_rows(lines, store), key=itemgetter(0)):
        ordered = _parents_first(table, (row for _table, row in rows))
        while some := list(islice(ordered, AT_ONCE)):
            connection.execute(insert(table), some)
        if connection.dialect.name == "postgresql":
            _count_on(connection, table)


def _rows(lines: Iterable[str], store: Store) -> Iterator[tuple[Table, Row]]:
    """Each row with its table, its values as the database takes them. Attached files go to the *store*.

    A file without a row, where the rest is given up, is swept away as others are.
    """
    named = {table.name: table for table in tables()}
    for line in lines:
        said = json.loads(line)
        if isinstance(said, dict) and "file" in said:
            if said["content"] is not None:
                store.keep(said["file"], b64decode(said["content"]))
        elif isinstance(said, dict):
            table = named[said["table"]]
            readers = [(column.name, _reader(column)) for column in table.columns]
        else:
            values = zip(readers, said, strict=True)
            yield table, {name: None if value is None else read(value) for (name, read), value in values}


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind = getattr(column.type, "impl_instance", column.type)  # moments are kept by a type of SQLModel's own
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    python = {sa.DateTime: datetime, sa.Date: date}.get(type(kind))
    return python.fromisoformat if python else lambda value: value


def _parents_first(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """*rows* in an order in which none points to a later one of its own table."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    left = list(rows)
    while left:
        waiting = {row["id"] for row in left}
        yield from (row for row in left if row[own[0]] not in waiting)
        left = [row for row in left if row[own[0]] in waiting]


def _count_on(connection: Connection, table: Table) -> None:
    """What comes next is numbered after what was brought back."""
    (key, *_more) = table.primary_key
    connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), func.max(key))))
