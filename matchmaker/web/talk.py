"""A thread in the reader's words: messages, and the questions that came with a step, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matchmaker.models import History, Message, Person
from matchmaker.queries.needs import STAFF
from matchmaker.vocabulary import Noun, Role
from matchmaker.web.access import actor
from matchmaker.web.files import FileRow, file_row
from matchmaker.web.stories import DONE, SPOKEN
from matchmaker.web.words import full_name, name_of

WHO_HAVE_MET = (Noun.MATCH, Noun.POOL)


@dataclass(frozen=True)
class Said:
    """One message on a page; `with_step`: the step that it came with, or nothing. `mine`: of the reader's house."""

    at: datetime
    by: str
    mine: bool
    text: str
    language: str
    with_step: str = ""
    files: Sequence[FileRow] = ()


def talk(messages: Sequence[Message], rows: Sequence[History] = ()) -> list[Said]:
    """Everything said, in the order in which it was said."""
    said = [_message(message) for message in messages]
    said += [_step(row) for row in rows if row.action in SPOKEN and row.note]
    return sorted(said, key=lambda one: one.at)


def _message(message: Message) -> Said:
    by = _speaker(message.by, message.by_role, known=message.noun in WHO_HAVE_MET)
    files = [file_row(file) for file in message.files]
    return Said(message.at, by, _is_ours(message.by), message.text, message.language, files=files)


def _step(row: History) -> Said:
    return Said(row.at, _speaker(row.by, row.by_role), _is_ours(row.by), row.note, "", str(DONE[row.action]))


def _is_ours(person: Person | None) -> bool:
    return person is not None and person.organisation_id == actor().organisation_id


def _speaker(person: Person | None, role: Role, known: bool = False) -> str:
    """Colleagues, and those whom one has met in a match or a pool, by name; the secretariat speaks with one voice."""
    named = actor().role in STAFF or _is_ours(person) or (known and role not in STAFF)
    if person is None or not named:
        return name_of(role)
    return full_name(person)
