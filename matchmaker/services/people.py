"""Deeds of a person on their own account."""

from sqlmodel import Session

from matchmaker.models import Person


def choose_language(session: Session, person: Person, *, language: str) -> None:
    """The language of the person's pages and letters from now on."""
    person.language = language
    session.add(person)
