"""The outbox on pages: for the secretariat, in the language of each letter."""

from sqlmodel import Session, select

from matchmaker.models import Letter
from matchmaker.services import addresses, factors, identities, letters
from matchmaker.services.account_letters import FORGOTTEN, SIGN_IN
from matchmaker.vocabulary import Event, LetterStop, NeedState, Result, Role
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.stories import a_need
from tests.web.conftest import MANY, Client


def test_the_secretariat_reads_who_was_told_what(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    letter = session.exec(select(Letter)).one()
    cast.dao.language = "en"
    index = client(cast.dao).get("/letters/").text
    page = client(cast.dao).get(f"/letters/{letter.ref}").text
    assert cast.amina.name in index
    assert letter.subject in index
    assert f'href="/letters/{letter.ref}"' in index
    assert "will be checked by" in page
    assert f'href="/needs/{need.ref}"' in page


def test_a_letter_keeps_the_direction_of_its_language(client: Client, cast: Cast, session: Session) -> None:
    cast.amina.language = "ar"
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = session.exec(select(Letter)).one()
    assert 'class="posted" lang="ar" dir="rtl"' in client(cast.dao).get(f"/letters/{letter.ref}").text


def test_nobody_else_reads_letters(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = session.exec(select(Letter)).one()
    for person in (cast.amina, cast.bashir, cast.carla, cast.farah, cast.gus):
        assert client(person).get("/letters/").status_code == 403
        assert client(person).get(f"/letters/{letter.ref}").status_code == 404
    assert client().get("/letters/").status_code == 302
    assert client().get(f"/letters/{letter.ref}").status_code == 404


def test_the_outbox_takes_the_same_number_of_queries_for_one_letter_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    browser = client(cast.dao)
    browser.get("/letters/")
    with count_queries() as one:
        browser.get("/letters/")
    for person in (cast.amina, cast.ines) * (MANY // 2):
        a_need(session, cast, state=NeedState.SUBMITTED, by=person)
    session.commit()
    with count_queries() as many:
        browser.get("/letters/")
    assert many.count == one.count


def refuse(session: Session) -> Letter:
    """The mail server would not take the only letter."""
    letter = session.exec(select(Letter)).one()
    letter.stopped, letter.tries, letter.error = LetterStop.REFUSED, 1, "550 5.1.1 No such user here"
    return letter


def test_staff_see_what_the_mail_server_refused_and_why(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = refuse(session)
    cast.dao.language = "en"
    index = client(cast.dao).get("/letters/").text
    page = client(cast.dao).get(f"/letters/{letter.ref}").text
    assert "Refused by the mail server" in index
    assert index.count(letter.error) == page.count(letter.error) == 1
    assert index.count("amina@example.org") == 1
    assert f'action="/letters/{letter.ref}/send-again"' in page


def test_staff_have_a_refused_letter_sent_again_once(
    client: Client, cast: Cast, session: Session, told
) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = refuse(session)
    answers = [client(cast.erik).post(f"/letters/{letter.ref}/send-again").status_code for _ in range(2)]
    session.refresh(letter)
    assert (answers, letter.stopped, letter.tries) == ([302, 409], None, 0)
    erik, about = (cast.erik.id, Role.RELEASER), ("letter.send_again", "letter", letter.ref, "")
    assert told()[-1:] == [(Event.MOVE, Result.DONE, *erik, *about)]


def test_nobody_else_sends_letters_again(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    letter = refuse(session)
    for person in (None, cast.amina, cast.carla, cast.farah, cast.gus):
        assert client(person).post(f"/letters/{letter.ref}/send-again").status_code == 404
    session.refresh(letter)
    assert letter.stopped == LetterStop.REFUSED


def test_staff_are_told_where_no_mail_server_is_set(client: Client, cast: Cast) -> None:
    cast.dao.language = "en"
    assert "No mail server is set" in client(cast.dao).get("/letters/").text


def test_whatever_a_letter_is_about_its_link_leads_to_a_page(app: Portal) -> None:
    """Sabotaged: the address that the review queue had before."""
    urls = app.url_map.bind("localhost")
    alone = (letters.QUEUE_PATH, letters.DESK_PATH, letters.MY_LETTERS, FORGOTTEN, SIGN_IN)
    alone += (addresses.PAGE, factors.PAGE, identities.PAGE)
    assert [path for path in alone if urls.match(path)[1]] == []
    about = [
        path for path in letters.PATHS.values() if urls.match(f"{path}/X-222222")[1] != {"ref": "X-222222"}
    ]
    assert about == []
