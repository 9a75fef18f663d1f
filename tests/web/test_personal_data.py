"""One's own data on a page, and being made anonymous by an administrator: who may, and what others read afterwards."""

import json

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.services import needs
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.erasing import erase
from matchmaker.services.handover import hand_over
from matchmaker.vocabulary import AccountState, Event, NeedState, Result, Role
from tests.cast import NOON, Cast, a_colleague, a_person
from tests.stories import a_need
from tests.web.conftest import Client

PASSWORD = "a lantern in the reading room"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
EXPORT = "/my-account/export"
GONE = {
    "en": "Former member of Gambia",
    "fr": "Ancien membre de l’organisation : Gambie",
    "ar": "عضو سابق في غامبيا",
}


@pytest.mark.proves("S62")
def test_everybody_takes_their_own_data_home_with_their_password(
    client: Client, cast: Cast, session: Session, told
) -> None:
    cast.carla.password = HASH
    carla = client(cast.carla)
    assert EXPORT in carla.get("/my-account/").text
    assert carla.get(EXPORT).status_code == 200
    wrong = carla.post(EXPORT, data={"password": "not mine"})
    assert (wrong.mimetype, "This is not your password." in wrong.text) == ("text/html", True)
    assert [row[0] for row in told()] == [Event.SECOND_STEP]
    answer = carla.post(EXPORT, data={"password": PASSWORD})
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/json", "no-store")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert json.loads(answer.data)["account"]["email"] == cast.carla.email
    who = (Event.EXPORT, Result.DONE, cast.carla.id, Role.DONOR_OFFICER)
    assert told() == [(*who, "account.export", "person", str(cast.carla.id), "json")]


@pytest.mark.proves("S62")
def test_a_visitor_takes_nothing_home(client: Client) -> None:
    assert client().post(EXPORT, data={"password": PASSWORD}).location.startswith("/sign-in")


@pytest.mark.proves("S62")
def test_an_administrator_makes_whoever_has_left_anonymous_and_nobody_else_does(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.gus.language = "en"
    person, here = a_person(session, cast, state=AccountState.LEFT), cast.bashir
    page = f"/people/{person.ref}/erase"
    others = [getattr(cast, name) for name in ("amina", "carla", "dao", "erik", "farah")]
    assert {client(one).post(page).status_code for one in others} == {404}
    gus = client(cast.gus)
    assert page in gus.get(f"/people/{person.ref}").text
    assert "What stays" in gus.get(page).text
    assert "Only whoever has left" in gus.get(f"/people/{here.ref}/erase").text
    assert gus.post(f"/people/{here.ref}/erase").status_code == 409
    assert gus.post(f"/people/{cast.gus.ref}/erase").status_code == 403
    assert gus.post(page).location == f"/people/{person.ref}"
    shown = gus.get(f"/people/{person.ref}").text
    assert ("Former member of Paraguay" in shown, "erased.invalid" in shown) == (True, False)
    assert gus.post(page).status_code == 409
    for url in ("/people/", f"/organisations/{cast.ines.organisation.ref}", page):
        text = gus.get(url).text
        assert ("Former member of Paraguay" in text, "erased.invalid" in text) == (True, False)
    session.refresh(person)
    assert (person.state, person.name) == (AccountState.ERASED, "")


@pytest.mark.proves("S62")
@pytest.mark.parametrize("language", GONE)
def test_histories_and_conversations_name_nobody_in_the_language_of_the_reader(
    client: Client, cast: Cast, session: Session, language: str
) -> None:
    need, leaver = a_story(session, cast), cast.amina
    cast.bashir.language = language
    bashir = client(cast.bashir)
    before = bashir.get(f"/needs/{need}").text
    assert "Amina Ceesay" in before
    session.rollback()
    heir = a_colleague(session, leaver, "Fatou Jallow")
    hand_over(session, leaver, to=heir, by=cast.gus, now=NOON)
    erase(session, leaver, by=cast.gus, now=NOON)
    session.commit()
    after = bashir.get(f"/needs/{need}").text
    assert ("Amina" in after, GONE[language] in after) == (False, True)
    assert after.count(GONE[language]) > 1  # the step and the message


def a_story(session: Session, cast: Cast) -> str:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    said = MessageDraft(language="en", text="When may we expect an answer?")
    needs.discuss(session, need, said, key=None, by=cast.amina, now=NOON)
    return need.ref


@pytest.mark.proves("S62")
def test_who_looked_after_a_need_is_named_to_staff_until_they_are_made_anonymous(
    client: Client, cast: Cast, session: Session
) -> None:
    need, dan = a_need(session, cast, state=NeedState.SUBMITTED), a_colleague(session, cast.dao, "Dan Ito")
    needs.assign(session, need, to=dan, by=cast.dao, now=NOON)
    cast.dao.language = "en"
    dao, page = client(cast.dao), f"/needs/{need.ref}"
    assert "Dan Ito" in dao.get(page).text
    session.rollback()
    leave(session, cast, dan)
    after = dao.get(page).text
    assert ("Dan Ito" in after, "Former member of Secretariat" in after) == (False, True)
    assert client(cast.dao).get("/letters/").status_code == 200


def leave(session: Session, cast: Cast, person: Person) -> None:
    hand_over(session, person, to=cast.dao, by=cast.gus, now=NOON)
    erase(session, person, by=cast.gus, now=NOON)
    session.commit()
