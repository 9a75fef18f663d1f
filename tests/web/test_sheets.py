"""The mark of a form is its writer's alone: under somebody else's name it is another form (QUALITY R13)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.models import Message, Need, Offer, Profile
from matchmaker.vocabulary import MatchState, NeedState
from tests.cast import Cast
from tests.stories import a_match, a_need
from tests.web.test_profiles import ANSWERS

Client = Callable[..., FlaskClient]
MARK = {"sheet": "aB3-_xyz0123"}
DRAFT = {"language": "en", "visibility": "secretariat"}
FORMS: dict[str, tuple[type[Any], str, str, dict[str, Any]]] = {
    "/needs/write": (Need, "title", "amina", DRAFT),
    "/offers/write": (Offer, "title", "carla", DRAFT | {"visibility": "public", "capacity_unit": "seats"}),
    "/profiles/write": (Profile, "name", "carla", ANSWERS),
}
OTHERS = {"amina": ("bashir", "ines"), "carla": ("chen",)}  # a colleague and a stranger


def kept(session: Session, kind: type[Any], name: str) -> list[tuple[str, int]]:
    session.rollback()
    found = session.exec(select(getattr(kind, name), kind.organisation_id).order_by(kind.id)).all()
    session.rollback()
    return [*map(tuple, found)]


@pytest.mark.proves("R13")
@pytest.mark.parametrize("path", FORMS)
def test_the_mark_of_somebody_elses_form_writes_ones_own(
    client: Client, cast: Cast, session: Session, path: str
) -> None:
    """Sabotaged: the key without its writer. A colleague's form was then saved over the first."""
    kind, name, who, answers = FORMS[path]
    writers = [getattr(cast, one) for one in (who, *OTHERS[who])]
    told = []
    for writer in writers:
        answer = client(writer).post(path, data=answers | MARK | {name: f"By {writer.name}"})
        told.append((answer.status_code, answer.location))
    assert [status for status, _where in told] == [302] * len(writers)
    assert len({*told}) == len(writers)
    assert kept(session, kind, name) == [(f"By {writer.name}", writer.organisation_id) for writer in writers]


@pytest.mark.proves("R13")
@pytest.mark.parametrize("path", FORMS)
def test_two_people_who_send_the_same_mark_at_once_are_both_heard(
    client: Client, cast: Cast, session: Session, path: str
) -> None:
    kind, name, who, answers = FORMS[path]
    writers = [getattr(cast, one) for one in (who, OTHERS[who][-1])]
    sent = [(client(writer), f"By {writer.name}") for writer in writers]
    ready = Barrier(len(sent))

    def send(one: tuple[FlaskClient, str]) -> int:
        browser, title = one
        ready.wait()
        return browser.post(path, data=answers | MARK | {name: title}).status_code

    with ThreadPoolExecutor(len(sent)) as crowd:
        assert [*crowd.map(send, sent)] == [302, 302]
    assert {*kept(session, kind, name)} == {
        (title, writer.organisation_id) for (_browser, title), writer in zip(sent, writers, strict=True)
    }


@pytest.mark.proves("R13")
def test_the_mark_of_the_other_sides_message_sends_ones_own(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    sent: dict[str, Any] = MARK | {"language": "en"}
    for path, sides in (
        (f"/matches/{match.ref}/discuss", (cast.carla, cast.amina)),
        (f"/needs/{need.ref}/discuss", (cast.dao, cast.bashir)),
    ):
        for one in sides:
            assert client(one).post(path, data=sent | {"text": f"I am {one.name}."}).status_code == 302
    said = session.exec(select(Message.by_id, Message.text).order_by(Message.id)).all()
    everybody = (cast.carla, cast.amina, cast.dao, cast.bashir)
    assert [*map(tuple, said)] == [(one.id, f"I am {one.name}.") for one in everybody]


@pytest.mark.proves("R13")
def test_a_message_is_not_said_again_elsewhere_under_its_mark(
    client: Client, cast: Cast, session: Session
) -> None:
    first, second = (a_need(session, cast, state=NeedState.IN_CHECK) for _ in range(2))
    amina, sent = client(cast.amina), MARK | {"language": "en", "text": "Yes."}
    statuses = [amina.post(f"/needs/{need.ref}/discuss", data=sent).status_code for need in (first, second)]
    assert statuses == [302, 409]
