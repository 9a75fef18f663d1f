"""Files that come with a message: who sends, who opens, and what happens to one that is not kept."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.filing.store import Store
from matchmaker.models import Attachment, Message
from matchmaker.services import attachments
from matchmaker.settings import Settings
from matchmaker.vocabulary import Event, MatchState, NeedState, OfferState, PoolState, Visibility
from tests.cast import Cast
from tests.files import PAPER, a_file_said, say
from tests.islands import a_pool
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Told

Client = Callable[..., FlaskClient]
EVERYBODY = ("eve", "bashir", "amina", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba")


@pytest.mark.proves("S10", "S48")
def test_a_file_sent_with_a_message_is_opened_by_both_sides_and_by_nobody_else(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    url = f"/matches/{match.ref}"
    answer = say(client(cast.carla), url, "programme.pdf")
    assert (answer.status_code, answer.location) == (302, f"{url}#thread")
    file = session.exec(select(Attachment)).one()
    assert (file.match_id, file.message.text, file.visibility) == (
        match.id,
        "Here it is.",
        Visibility.SECRETARIAT,
    )
    assert f'<a class="name" href="/attachments/{file.ref}" download>' in client(cast.amina).get(url).text
    answers = {who: client(getattr(cast, who)).get(f"/attachments/{file.ref}") for who in EVERYBODY}
    readers = {"amina", "bashir", "carla", "dao", "erik"}
    assert {who for who, one in answers.items() if (one.status_code, one.data) == (200, PAPER)} == readers
    assert {one.status_code for who, one in answers.items() if who not in readers} == {404}


def test_each_thread_takes_files(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    pool = a_pool(session, cast, state=PoolState.STANDING)
    for who, url in (
        (cast.amina, f"/needs/{need.ref}"),
        (cast.carla, f"/offers/{offer.ref}"),
        (cast.dao, f"/pools/{pool.ref}"),
    ):
        assert say(client(who), url).status_code == 302
        assert "plan.pdf" in client(who).get(url).text
    files = session.exec(select(Attachment).order_by(Attachment.id)).all()
    assert [file.about for file in files] == [need, offer, pool]


def test_once_introduced_nobody_opens_what_the_other_side_sent_to_the_secretariat(
    client: Client, cast: Cast, session: Session, settings: Settings
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    file = a_file_said(session, match.need, cast.amina, Store(settings.var))
    answers = {
        who: client(getattr(cast, who)).get(f"/attachments/{file.ref}").status_code for who in EVERYBODY
    }
    assert {who for who, status in answers.items() if status == 200} == {"amina", "bashir", "dao", "erik"}


@pytest.mark.proves("S47")
def test_a_message_whose_file_is_not_kept_is_not_sent_and_nothing_typed_is_lost(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    carla, url = client(cast.carla), f"/matches/{match.ref}"
    wrong = say(carla, url, "plan.docm", text="Our programme.")
    assert (wrong.status_code, "is of a kind that is not taken" in wrong.text) == (422, True)
    assert "Our programme.</textarea>" in wrong.text
    monkeypatch.setattr(attachments, "MOST_OF_A_THREAD", 1)
    assert say(carla, url).status_code == 302
    full = say(carla, url, text="And one more.")
    assert (full.status_code, "There are already 1 files here" in full.text) == (422, True)
    assert [one.text for one in session.exec(select(Message))] == ["Here it is."]


def test_of_a_message_sent_twice_one_file_is_kept(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    carla = client(cast.carla)
    sent = [say(carla, f"/matches/{match.ref}", sheet="7F3K9Q7F3K9Q") for _ in range(2)]
    assert [one.status_code for one in sent] == [302, 302]
    assert len(session.exec(select(Attachment)).all()) == 1


@pytest.mark.proves("S55")
def test_that_the_secretariat_opened_a_file_of_two_sides_is_a_row_of_the_trail(
    client: Client, cast: Cast, session: Session, settings: Settings, told: Callable[[], list[Told]]
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    file = a_file_said(session, match, cast.carla, Store(settings.var))
    dao, carla = client(cast.dao), client(cast.carla)
    told()
    for browser in (dao, carla):
        assert browser.get(f"/attachments/{file.ref}").status_code == 200
    assert [(event, who, ref) for event, _result, who, *_rest, ref, _part in told()] == [
        (Event.READ, cast.dao.id, file.ref)
    ]
