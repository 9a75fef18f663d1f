"""My account: another address is asked for with the password, and taken at the page to which its letter leads."""

import re

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.models import Letter, Trail
from matchmaker.postman.messages import compose
from matchmaker.services.signing import Purpose, signed
from matchmaker.settings import Settings
from tests.cast import Cast
from tests.web.conftest import Client

PASSWORD = "a lantern in the reading room"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
ANOTHER = "seven grey kettles under a bridge"
NEW = "amina.ceesay@example.org"


@pytest.mark.proves("S22")
def test_another_address_is_taken_by_the_link_in_its_letter(
    client: Client, cast: Cast, session: Session, settings: Settings
) -> None:
    cast.amina.password = HASH
    amina = client(cast.amina)
    asks = {"email": f" {NEW.upper()} ", "password": PASSWORD}
    assert amina.post("/my-account/change-address", data=asks).location == "/my-account/"
    session.expire_all()
    letter = session.exec(select(Letter)).one()
    mail = compose(letter, [], settings=settings, stoppable=False, now=clock.now())
    assert mail["To"].addresses[0].addr_spec == NEW
    link = re.search(r"/my-account/confirm-address/\S+", mail.get_body(("plain",)).get_content())
    assert link is not None
    assert "confirm-address" not in letter.path + letter.body
    session.rollback()
    assert client().get(link[0]).location.startswith("/sign-in?next=/my-account/confirm-address/")
    assert client(cast.bashir).get(link[0]).status_code == 404
    assert NEW in amina.get(link[0]).text
    session.refresh(cast.amina)
    assert cast.amina.email == "amina@example.org"  # a page that is read changes nothing
    session.rollback()
    assert amina.post(link[0]).location == "/my-account/"
    assert amina.post(link[0]).status_code == 404
    session.refresh(cast.amina)
    assert cast.amina.email == NEW


@pytest.mark.proves("S22")
@pytest.mark.parametrize(
    ("email", "password", "wrong"),
    [
        (NEW, "another", "not your password"),
        (NEW, "", "not your password"),
        ("amina", PASSWORD, "Please give an address"),
        ("a b@example.org", PASSWORD, "Please give an address"),
        (f"{'a' * 250}@example.org", PASSWORD, "Please give an address"),
        ("", PASSWORD, "Please give an address"),
    ],
)
def test_without_the_password_and_without_an_address_no_letter_goes(
    client: Client, cast: Cast, session: Session, email: str, password: str, wrong: str
) -> None:
    cast.amina.password = HASH
    answer = client(cast.amina).post(
        "/my-account/change-address", data={"email": email, "password": password}
    )
    assert (answer.status_code, wrong in answer.text) == (200, True)
    assert session.exec(select(Letter)).all() == []


def test_a_letter_that_asks_for_something_else_gives_no_address(
    client: Client, cast: Cast, settings: Settings
) -> None:
    for code in ("L-222222", signed(Purpose.NEW_ADDRESS, "L-222222", settings.secret_key)):
        assert client(cast.amina).get(f"/my-account/confirm-address/{code}").status_code == 404


@pytest.mark.proves("S22", "S27")
def test_another_password_ends_every_other_visit_and_is_told(
    client: Client, cast: Cast, session: Session
) -> None:
    cast.amina.password = HASH
    here, elsewhere = client(cast.amina), client(cast.amina)
    form = {"password": PASSWORD, "new": ANOTHER, "again": ANOTHER}
    assert here.post("/my-account/change-password", data=form).location == "/my-account/"
    assert (here.get("/desk/").status_code, elsewhere.get("/desk/").status_code) == (200, 302)
    assert session.exec(select(Letter.to_id)).all() == [cast.amina.id]
    rows = session.exec(select(Trail.by_id, Trail.action).order_by(col(Trail.seq).desc()).limit(1)).all()
    assert rows == [(cast.amina.id, "account.change_password")]
    session.refresh(cast.amina)
    assert PasswordHasher().verify(cast.amina.password, ANOTHER)


@pytest.mark.proves("S22")
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"password": "another"}, "not your password"),
        ({"again": "another"}, "not the same"),
        ({"new": "short", "again": "short"}, "at least 12"),
    ],
)
def test_a_password_that_is_not_typed_right_stays_as_it_is(
    client: Client, cast: Cast, session: Session, typed: dict[str, str], wrong: str
) -> None:
    cast.amina.password = HASH
    form = {"password": PASSWORD, "new": ANOTHER, "again": ANOTHER} | typed
    answer = client(cast.amina).post("/my-account/change-password", data=form)
    assert (answer.status_code, wrong in answer.text) == (200, True)
    session.refresh(cast.amina)
    assert PasswordHasher().verify(cast.amina.password, PASSWORD)
