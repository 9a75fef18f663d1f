"""The second step at the edge: who is asked for it, who must set one up, and that nothing opens before it is given."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from matchmaker import clock
from matchmaker.models import Authenticator, Person, Visit
from matchmaker.services import factors, seeding
from matchmaker.settings import Settings
from matchmaker.vocabulary import Event, Result
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.web.conftest import Client

PASSWORD = "a lantern in the reading room"
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = HASHER.hash(PASSWORD)
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
STAFF = ("dao", "erik", "farah", "gus")


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten codes are hashed each time somebody sets up an app."""
    monkeypatch.setattr(factors, "HASHER", HASHER)


def shown(steps: int = 0) -> str:
    """What an app with KEY shows, or will show some steps from now."""
    return TOTP(KEY).generate(int(clock.now().timestamp()) + steps * factors.STEP_S).token


def with_app(session: Session, app: Portal, person: Person) -> list[str]:
    """*person* has had an app with KEY for an hour; their recovery codes."""
    then = clock.now() - timedelta(hours=1)
    code = TOTP(KEY).generate(int(then.timestamp())).token
    codes = factors.enrol(session, person, KEY, code, secret_key=app.secret_key, now=then)
    session.commit()
    assert codes is not None
    return codes


def give_password(client: Client, person: Person) -> FlaskClient:
    """The browser of *person*, who has just given the right password."""
    person.password = HASH
    browser = client()
    answer = browser.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def set_up(browser: FlaskClient, page: TestResponse, **typed: str) -> TestResponse:
    """The answer to the form on *page*, filled in by somebody whose app has read the square."""
    locked = re.search(r'name="locked" value="([^"]+)"', page.text)
    key = re.search(r'<code dir="ltr">([^<]+)</code>', page.text)
    assert locked is not None
    assert key is not None
    code = TOTP(key[1]).generate(int(clock.now().timestamp())).token
    form = {"locked": locked[1], "code": code, "password": PASSWORD}
    return browser.post("/second-step/enrol", data=form | typed)


@pytest.mark.proves("S20")
@pytest.mark.parametrize("name", STAFF)
def test_staff_without_a_second_step_reach_only_the_page_to_set_one_up(
    client: Client, cast: Cast, name: str
) -> None:
    person: Person = getattr(cast, name)
    person.two_steps_since = None
    browser = give_password(client, person)
    for page in ("/desk/", "/my-letters/", "/my-visits/", "/second-step/"):
        answer = browser.get(page)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/second-step/enrol")
    assert "data-person" not in browser.get("/needs/").text  # to public pages they are a visitor
    assert browser.get("/second-step/enrol").status_code == 200
    assert browser.post("/sign-out").status_code == 302
    assert browser.get("/desk/").location.startswith("/sign-in")


@pytest.mark.proves("S20")
def test_whoever_has_set_one_up_goes_on_with_ten_codes_on_paper(
    client: Client, cast: Cast, session: Session, told
) -> None:
    cast.gus.two_steps_since = None
    browser = give_password(client, cast.gus)
    told()
    page = browser.get("/second-step/enrol?next=/organisations/")
    answer = set_up(browser, page)
    codes = re.findall(r"<code dir=\"ltr\">([2-9A-Z-]{19})</code>", answer.text)
    assert (answer.status_code, len(set(codes))) == (200, 10)
    assert answer.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"
    assert [row[:2] + row[4:5] for row in told()] == [(Event.SECOND_STEP, Result.DONE, "factor.enrol")]
    assert browser.get("/organisations/").status_code == 200


@pytest.mark.proves("S20")
def test_a_donor_may_do_without_and_may_have_one(client: Client, cast: Cast, session: Session) -> None:
    browser = give_password(client, cast.carla)
    assert browser.get("/desk/").status_code == 200
    assert set_up(browser, browser.get("/second-step/enrol")).status_code == 200
    assert give_password(client, cast.carla).get("/desk/").location == "/second-step/prove?next=/desk/"


@pytest.mark.proves("S20", "S21")
def test_the_password_alone_opens_nothing_where_a_second_step_is_set_up(
    client: Client, app: Portal, cast: Cast, session: Session, told
) -> None:
    with_app(session, app, cast.dao)
    browser = give_password(client, cast.dao)
    asks = browser.get("/matches/?state=to_release")
    assert asks.location == "/second-step/prove?next=/matches/?state%3Dto_release"
    told()
    assert 'aria-invalid="true"' in browser.post(asks.location, data={"code": shown(-2)}).text
    assert browser.get("/matches/").status_code == 302
    answer = browser.post(asks.location, data={"code": shown()})
    assert (answer.status_code, answer.location) == (302, "/matches/?state=to_release")
    assert browser.get("/matches/").status_code == 200
    assert [row[:5] for row in told()] == [
        (Event.SECOND_STEP, Result.REFUSED, None, "visitor", "factor.prove"),
        (Event.SECOND_STEP, Result.DONE, cast.dao.id, cast.dao.role, "factor.prove"),
    ]


@pytest.mark.proves("S20")
def test_whoever_owes_the_second_step_cannot_set_up_another_instead(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    with_app(session, app, cast.dao)
    browser = give_password(client, cast.dao)
    for path in ("enrol", "renew-codes", "give-up"):
        answer = browser.post(f"/second-step/{path}", data={"password": PASSWORD, "code": shown()})
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/second-step/prove")
    assert browser.get("/second-step/enrol").location.split("?")[0] == "/second-step/prove"


@pytest.mark.proves("S21")
def test_a_code_that_was_used_opens_no_second_browser(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    with_app(session, app, cast.dao)
    code = shown()
    first, second = give_password(client, cast.dao), give_password(client, cast.dao)
    assert first.post("/second-step/prove", data={"code": code}).status_code == 302
    assert second.post("/second-step/prove", data={"code": code}).status_code == 200
    assert (first.get("/desk/").status_code, second.get("/desk/").status_code) == (200, 302)


@pytest.mark.proves("S21")
@pytest.mark.usefixtures("usual_limits")
def test_after_five_wrong_codes_the_sixth_is_refused_at_every_browser(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    with_app(session, app, cast.dao)
    first, second = give_password(client, cast.dao), give_password(client, cast.dao)
    wrong = {first.post("/second-step/prove", data={"code": "000 00"}).status_code for _ in range(5)}
    assert wrong == {200}
    assert second.post("/second-step/prove", data={"code": shown()}).status_code == 429
    with time_machine.travel(clock.now() + factors.WITHIN + timedelta(seconds=1)):
        assert second.post("/second-step/prove", data={"code": shown()}).status_code == 302


@pytest.mark.proves("S21")
def test_a_recovery_code_opens_once(client: Client, app: Portal, cast: Cast, session: Session) -> None:
    codes = with_app(session, app, cast.dao)
    for status in (302, 200):
        browser = give_password(client, cast.dao)
        assert browser.post("/second-step/prove", data={"code": codes[0]}).status_code == status


@pytest.mark.proves("S26")
def test_the_second_step_is_passed_under_a_new_key(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    with_app(session, app, cast.dao)
    browser = give_password(client, cast.dao)
    before = session.exec(select(Visit.key_hash)).all()
    session.rollback()
    browser.post("/second-step/prove", data={"code": shown()})
    assert not set(before) & set(session.exec(select(Visit.key_hash)).all())


@pytest.mark.proves("S22", "S27")
def test_another_second_step_is_asked_for_wherever_one_is_signed_in(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    here, elsewhere = give_password(client, cast.amina), give_password(client, cast.amina)
    set_up(here, here.get("/second-step/enrol"))
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").location == "/second-step/prove?next=/desk/"


@pytest.mark.proves("S22")
def test_without_the_password_nothing_of_it_is_changed(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    with_app(session, app, cast.amina)
    cast.amina.password = HASH
    browser = client(cast.amina)
    kept = session.exec(select(Authenticator.locked)).one()
    session.rollback()
    wrong = {"password": "another"}
    assert "not your password" in set_up(browser, browser.get("/second-step/enrol"), **wrong).text
    for path in ("renew-codes", "give-up"):
        assert "not your password" in browser.post(f"/second-step/{path}", data=wrong).text
    session.expire_all()
    assert session.exec(select(Authenticator.locked)).one() == kept
    assert cast.amina.two_steps_since is not None


@pytest.mark.proves("S22")
@pytest.mark.usefixtures("usual_limits")
def test_guessing_the_password_again_is_throttled(client: Client, cast: Cast, session: Session) -> None:
    browser = give_password(client, cast.amina)
    page = browser.get("/second-step/enrol")
    tried = [set_up(browser, page, password="a guess").status_code for _ in range(5)]
    assert tried == [200] * 5
    assert set_up(browser, page).status_code == 429


def test_a_form_of_somebody_else_and_an_old_form_set_nothing_up(
    client: Client, cast: Cast, session: Session
) -> None:
    carla, amina = give_password(client, cast.carla), give_password(client, cast.amina)
    page = carla.get("/second-step/enrol")
    assert "open for too long" in set_up(amina, page).text
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "open for too long" in set_up(carla, page).text
    assert session.exec(select(Authenticator)).all() == []


def test_giving_it_up_is_not_for_the_secretariat(
    client: Client, app: Portal, cast: Cast, session: Session
) -> None:
    for person, status in ((cast.dao, 403), (cast.amina, 302)):
        with_app(session, app, person)
        person.password = HASH
        browser = client(person)
        assert ("/second-step/give-up" in browser.get("/second-step/").text) is (status == 302)
        assert browser.get("/second-step/give-up").status_code == {403: 403, 302: 200}[status]
        assert browser.post("/second-step/give-up", data={"password": PASSWORD}).status_code == status


@pytest.mark.proves("S20")
def test_only_a_demonstration_lets_the_secretariat_in_with_a_password_alone(
    settings: Settings, session: Session, cast: Cast
) -> None:
    cast.gus.two_steps_since, cast.gus.password, cast.gus.language = None, HASH, "en"
    session.commit()
    portal = create_app(replace(settings, demo=True))
    portal.config["WTF_CSRF_ENABLED"] = False
    browser = portal.test_client()
    browser.post("/sign-in", data={"email": cast.gus.email, "password": PASSWORD})
    assert browser.get("/desk/").status_code == 200
    assert "In this demonstration nobody has to" in browser.get("/second-step/").text
    portal.extensions["engine"].dispose()


@pytest.mark.parametrize(("demo", "said"), [(True, True), (False, False)])
def test_only_a_demonstration_says_what_an_app_shows_and_of_its_cast_alone(
    settings: Settings, session: Session, cast: Cast, demo: bool, said: bool
) -> None:
    of_the_demonstration = seeding.read_cast(seeding.FOLDER)
    row = next(one for one in of_the_demonstration.person if one.app)
    cast.gus.email, cast.gus.password, cast.dao.password = row.email, HASH, HASH
    session.flush()
    seeding.hand_out(session, of_the_demonstration, secret_key=settings.secret_key, now=clock.now())
    session.commit()
    portal = create_app(replace(settings, demo=demo))
    portal.config["WTF_CSRF_ENABLED"] = False
    for person, shows in ((cast.gus, said), (cast.dao, False)):
        browser = portal.test_client()
        browser.post("/sign-in", data={"email": person.email, "password": PASSWORD})
        asks = browser.get("/second-step/prove?next=/desk/").text
        digits = factors.shown(row.app, clock.now())
        assert (digits in asks) is shows
        if shows:
            browser.post("/second-step/prove", data={"code": digits})
            assert browser.get("/desk/").status_code == 200
    portal.extensions["engine"].dispose()
