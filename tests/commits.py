"""What a portal keeps: its commits, but for those of what a reader leaves behind: rows of the audit trail, when
their visit was last seen, and how often they have asked."""

from dataclasses import dataclass

import sqlalchemy as sa

READS = ("SELECT", "BEGIN", "PRAGMA")
LEFT_BEHIND = ("INSERT INTO trail ", "UPDATE visit SET seen_at=", "INSERT INTO tries ")


@dataclass
class Commits:
    kept: int = 0


def counted(engine: sa.Engine) -> Commits:
    """The commits of *engine* from now on."""
    commits = Commits()

    def write(connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(READS):
            connection.info.setdefault("wrote", set()).add(statement.startswith(LEFT_BEHIND))

    def commit(connection: sa.Connection) -> None:
        commits.kept += connection.info.pop("wrote", set()) != {True}

    sa.event.listen(engine, "before_cursor_execute", write)
    sa.event.listen(engine, "commit", commit)
    sa.event.listen(engine, "rollback", lambda connection: connection.info.pop("wrote", None))
    return commits
