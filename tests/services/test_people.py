"""Deeds of a person on their own account."""

from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.services import people
from tests.cast import Cast


def test_a_person_chooses_the_language_of_their_pages_and_letters(session: Session, cast: Cast) -> None:
    people.choose_language(session, cast.amina, language="fr")
    session.commit()
    session.expire_all()
    assert session.get_one(Person, cast.amina.id).language == "fr"
