"""Handing over on a page: whoever leaves sees what passes on, chooses a colleague, and is out at once."""

from sqlmodel import Session

from matchmaker.models import Person
from matchmaker.vocabulary import MatchState, NeedState
from tests.cast import Cast, a_colleague
from tests.stories import a_match, a_need
from tests.web.conftest import Client


def path(person: Person) -> str:
    return f"/people/{person.ref}/hand-over"


def test_whoever_leaves_reads_what_passes_on_and_to_whom_it_may(
    client: Client, cast: Cast, session: Session
) -> None:
    a_colleague(session, cast.amina, "Fatou Jallow")
    draft = a_need(session, cast, state=NeedState.DRAFT, by=cast.amina)
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    page = client(cast.amina).get(path(cast.amina)).text
    for said in ("1 draft", draft.ref, "1 introduction whose", match.ref, "Fatou Jallow", cast.bashir.name):
        assert said in page
    assert cast.ines.name not in page


def test_after_handing_over_every_browser_is_signed_out_and_the_successor_reads_it_all(
    client: Client, cast: Cast, session: Session
) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    need = a_need(session, cast, state=NeedState.DRAFT, by=cast.amina)
    here, elsewhere = client(cast.amina), client(cast.amina)
    assert elsewhere.get(f"/needs/{need.ref}").status_code == 200
    answer = here.post(path(cast.amina), data={"to": fatou.email})
    assert (answer.status_code, answer.location) == (302, "/")
    assert [browser.get("/desk/").status_code for browser in (here, elsewhere)] == [302, 302]
    assert [browser.get(f"/needs/{need.ref}").status_code for browser in (here, elsewhere)] == [404, 404]
    assert client(fatou).get(f"/needs/{need.ref}").status_code == 200


def test_the_administrator_hands_over_for_others_and_reads_nothing_of_it(
    client: Client, cast: Cast, session: Session
) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    browser = client(cast.gus)
    before = browser.get(path(cast.amina)).text
    need = a_need(session, cast, state=NeedState.DRAFT, by=cast.amina, title="Zymurgy")
    session.commit()
    after = browser.get(path(cast.amina)).text
    assert need.ref not in after
    assert len(after) == len(before)  # but for the token
    answer = browser.post(path(cast.amina), data={"to": fatou.email})
    house = cast.amina.organisation
    assert (answer.status_code, answer.location) == (302, f"/organisations/{house.ref}")
    page = browser.get(f"/organisations/{house.ref}").text
    assert path(fatou) in page
    assert path(cast.amina) not in page


def test_to_everybody_else_there_is_no_such_page(client: Client, cast: Cast, session: Session) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    for name in ("eve", "bashir", "ines", "carla", "dao", "erik", "farah"):
        browser = client(getattr(cast, name) if name != "eve" else None)
        answers = browser.get(path(cast.amina)), browser.post(path(cast.amina), data={"to": fatou.email})
        assert [answer.status_code for answer in answers] == [404, 404]
    session.refresh(cast.amina)
    assert cast.amina.active


def test_nobody_is_chosen_who_is_not_of_the_house(client: Client, cast: Cast, session: Session) -> None:
    session.commit()
    strange = ("", "nobody@example.org", "'; DROP TABLE person; --", "\N{PILE OF POO}" * 300)
    for to in (*strange, cast.ines.email, cast.gus.email, cast.amina.email):
        assert client(cast.amina).post(path(cast.amina), data={"to": to}).status_code == 422
    session.refresh(cast.amina)
    assert cast.amina.active


def test_where_nobody_can_follow_the_page_says_so(client: Client, cast: Cast, session: Session) -> None:
    session.commit()
    page = client(cast.carla).get(path(cast.carla)).text
    assert "Nobody else of this organisation can take over yet." in page
    assert 'name="to"' not in page


def test_of_two_who_press_at_once_the_second_is_told(client: Client, cast: Cast, session: Session) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    session.commit()
    browser = client(cast.gus)
    answers = [browser.post(path(cast.amina), data={"to": fatou.email}).status_code for _ in range(2)]
    assert answers == [302, 409]
