"""Files that are not kept: of another kind, too large, too many; and a button pressed twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.filing.store import Store
from matchmaker.models import Attachment
from matchmaker.services import attachments
from matchmaker.settings import Settings
from tests.cast import NOON, Cast
from tests.files import PAPER, send
from tests.papers import docx
from tests.stories import a_need, an_offer

Client = Callable[..., FlaskClient]


@pytest.mark.proves("S47")
def test_a_refusal_says_why_beside_the_field_and_keeps_the_answer(
    client: Client, cast: Cast, session: Session, settings: Settings
) -> None:
    need = a_need(session, cast)
    amina, url = client(cast.amina), f"/needs/{need.ref}"
    for name, content, why in (
        ("plan.docm", PAPER, "is of a kind that is not taken"),
        ("plan.pdf", b"", "is empty"),
        ("plan.pdf", bytes(6 * 1024 * 1024), "is larger than 5 MB"),
        ("", b"", "No file was chosen"),
    ):
        answer = send(amina, url, name, content, visibility="secretariat")
        assert answer.status_code == 422
        assert why in answer.text
        assert '<option value="secretariat" selected>' in answer.text
    assert (
        session.exec(select(Attachment)).all(),
        list(Store(settings.var).names_before(NOON + timedelta(days=36_500))),
    ) == ([], [])


@pytest.mark.proves("S47", "R32")
def test_more_than_a_request_may_carry_is_turned_away(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast)
    amina = client(cast.amina)
    assert send(amina, f"/needs/{need.ref}", "plan.pdf", bytes(10 * 1024 * 1024 + 1)).status_code == 413
    assert (
        amina.post(f"/needs/{need.ref}/withdraw", data={"note": "x" * (2 * 1024 * 1024)}).status_code == 413
    )
    assert session.exec(select(Attachment)).all() == []


@pytest.mark.proves("S47")
@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [
        ("MOST_OF_A_THING", 2, "There are already 2 files here"),
        ("ROOM_OF_A_PERSON", 3 * len(PAPER) - 1, "Your files have reached"),
        ("ROOM_OF_A_HOUSE", 3 * len(PAPER) - 1, "The files of your organisation"),
    ],
)
def test_a_thing_and_a_house_hold_so_many_files_and_no_more(
    client: Client,
    cast: Cast,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
    why: str,
) -> None:
    monkeypatch.setattr(attachments, limit, value)
    need = a_need(session, cast)
    amina = client(cast.amina)
    answers = [send(amina, f"/needs/{need.ref}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert why in answers[-1].text


def test_of_a_double_click_one_file_is_kept(client: Client, cast: Cast, session: Session) -> None:
    docs = docx(["خطة"])
    offer = an_offer(session, cast)
    carla = client(cast.carla)
    sent = [
        send(carla, f"/offers/{offer.ref}", "plan.docx", docs, version=str(offer.version)) for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [302, 409]
    assert len(session.exec(select(Attachment)).all()) == 1
