"""Administrators let people in, and let who has lost their keys come back; nobody lets in themselves."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from matchmaker.database import open_session
from matchmaker.models import Appointment, Identity, Letter, Organisation, Person, Trail
from matchmaker.services import password_links
from matchmaker.vocabulary import LetterKind, Role
from tests.cast import NOON, Cast
from tests.web.conftest import Client
from tests.web.houses import House

OTHERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah")
FATOU = {"name": " Fatou  Jallow ", "email": "Fatou@Example.org", "role": "focal_point", "language": "fr"}


def opening(organisation: Organisation) -> str:
    return f"/organisations/{organisation.ref}/open-account"


def keys(person: Person, deed: str) -> str:
    return f"/people/{person.ref}/{deed}"


@pytest.mark.proves("S55")
def test_an_administrator_lets_somebody_in_whom_a_letter_invites(
    client: Client, cast: Cast, session: Session
) -> None:
    house, gus = cast.amina.organisation, client(cast.gus)
    assert opening(house) in gus.get(f"/organisations/{house.ref}").text
    answer = gus.post(opening(house), data=FATOU)
    assert (answer.status_code, answer.location) == (302, f"/organisations/{house.ref}")
    fatou = session.exec(select(Person).where(Person.email == "fatou@example.org")).one()
    assert (fatou.name, fatou.role, fatou.language) == ("Fatou Jallow", Role.FOCAL_POINT, "fr")
    assert (fatou.organisation_id, fatou.password) == (house.id, None)  # which nobody but she will ever know
    letter = session.exec(select(Letter).where(Letter.to_id == fatou.id)).one()
    assert letter.kind == LetterKind.INVITED
    assert password_links.whose(session, letter.ref, now=letter.created_at) == fatou


@pytest.mark.proves("S55")
def test_somebody_for_the_secretariat_waits_for_another_administrator(
    client: Client, cast: Cast, session: Session
) -> None:
    typed = FATOU | {"role": "case_officer"}
    answer = client(cast.gus).post(opening(cast.gus.organisation), data=typed)
    proposal = session.exec(select(Appointment)).one()
    assert (answer.status_code, answer.location) == (302, f"/appointments/{proposal.ref}")
    assert session.exec(select(Person).where(Person.email == "fatou@example.org")).all() == []


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"email": "amina@example.org"}, 409, "Somebody else has this address."),
        ({"email": "amina"}, 422, "Please give an address such as name@example.org."),
        ({"email": "two of@example.org"}, 422, "Please give an address such as name@example.org."),
        ({"email": f"{'a' * 400}@example.org"}, 422, "Please give an address such as name@example.org."),
        ({"role": ""}, 422, "Please choose one of the answers offered."),
        ({"role": "releaser"}, 409, "Nobody in this organisation can be"),
        ({"role": "portal"}, 409, "Nobody in this organisation can be"),
        ({"name": " "}, 422, "Please answer this."),
        ({"language": "tlh"}, 422, "Please choose one of the answers offered."),
        ({"password": "x"}, 422, "This form has no such question."),
    ],
)
def test_what_cannot_be_meant_is_said_beside_it_and_nothing_typed_is_lost(
    client: Client, cast: Cast, session: Session, changed: dict[str, str], status: int, said: str
) -> None:
    cast.gus.language = "en"
    session.commit()
    typed = (
        {"name": "Fatou <Jallow>"} | {name: text for name, text in FATOU.items() if name != "name"} | changed
    )
    answer = client(cast.gus).post(opening(cast.amina.organisation), data=typed)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert "Fatou &lt;Jallow&gt;" in answer.text or "name" in changed
    assert len(session.exec(select(Letter)).all()) == 0


@pytest.mark.proves("S6")
def test_nobody_else_lets_anybody_in_or_back_in(client: Client, cast: Cast, session: Session) -> None:
    urls = (
        opening(cast.chen.organisation),
        keys(cast.chen, "second-step/lift"),
        keys(cast.chen, "identity/unbind"),
    )
    seen = {}
    for name in OTHERS:
        browser = client(getattr(cast, name) if name != "eve" else None)
        seen[name] = tuple(browser.post(url, data=FATOU).status_code for url in urls)
    staff = dict.fromkeys(("dao", "erik"), (403, 404, 404))
    assert seen == dict.fromkeys(OTHERS, (404, 404, 404)) | staff
    assert session.exec(select(Letter)).all() == []


def let_in(who: tuple[FlaskClient, str], ready: Barrier) -> int:
    browser, where = who
    ready.wait()
    return browser.post(where, data=FATOU).status_code


@pytest.mark.proves("R15")
def test_of_two_who_let_the_same_person_in_at_once_one_does(houses: list[House]) -> None:
    for house in houses:
        where = opening(house.cast.amina.organisation)
        both = [(house.new_browser(name), where) for name in ("gus", "hiba")]
        with ThreadPoolExecutor(2) as crowd:
            statuses = sorted(crowd.map(let_in, both, [Barrier(2)] * 2))
        assert (house.name, statuses) == (house.name, [302, 409])
        with open_session(house.engine, writes=False) as session:
            assert len(session.exec(select(Person).where(Person.email == "fatou@example.org")).all()) == 1


@pytest.mark.proves("S55")
def test_who_has_lost_the_second_step_is_helped_by_another_administrator_and_never_by_themselves(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.gus.language = "en"
    session.commit()
    gus, dao = client(cast.gus), client(cast.dao)
    lift = keys(cast.dao, "second-step/lift")
    assert lift in gus.get(f"/people/{cast.dao.ref}").text
    assert [gus.post(lift).status_code for _ in range(2)] == [302, 409]
    session.refresh(cast.dao)
    assert (cast.dao.two_steps_since, dao.get("/desk/").status_code) == (None, 302)
    (letter,) = session.exec(select(Letter)).all()
    assert (letter.to_id, letter.kind) == (cast.dao.id, LetterKind.SECOND_STEP_CHANGED)
    own = [keys(cast.gus, deed) for deed in ("second-step/lift", "identity/unbind")]
    session.rollback()
    assert [gus.post(url).status_code for url in own] == [403, 403]


@pytest.mark.proves("S55")
def test_who_has_another_account_elsewhere_may_come_from_it(
    client: Client, cast: Cast, session: Session
) -> None:
    session.add(Identity(person_id=cast.amina.id, issuer="https://id.example", subject="1", bound_at=NOON))
    session.commit()
    gus, amina = client(cast.gus), client(cast.amina)
    unbind = keys(cast.amina, "identity/unbind")
    assert unbind in gus.get(f"/people/{cast.amina.ref}").text
    assert unbind not in gus.get(f"/people/{cast.ines.ref}").text
    assert [gus.post(unbind).status_code for _ in range(2)] == [302, 409]
    assert (session.exec(select(Identity)).all(), amina.get("/desk/").status_code) == ([], 302)
    rows = session.exec(select(Trail).where(col(Trail.action) == "identities.unbind")).all()
    assert [(row.by_id, row.ref) for row in rows] == [(cast.gus.id, str(cast.amina.id))]
