"""Being signed in: under a key that we know by its hash alone, for as long as we say, and no longer."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.models import Person, Visit
from matchmaker.services import appointments, visits
from matchmaker.settings import Settings
from matchmaker.vocabulary import AccountState, Role
from matchmaker.web.accounts import visits as edge
from matchmaker.web.accounts.devices import device_of
from matchmaker.web.app import create_app
from tests.browsing import PASSWORD, let_in
from tests.cast import NOON, Cast
from tests.web.conftest import Client

MINUTE = timedelta(minutes=1)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/desk/").status_code == 200


def sign_in(browser: FlaskClient, person: Person) -> None:
    sent = {"email": person.email, "password": PASSWORD}
    assert browser.post("/sign-in", data=sent, headers={"User-Agent": FIREFOX}).status_code == 302


def stolen(browser: FlaskClient) -> str:
    """The cookie as a thief has copied it."""
    kept = browser.get_cookie("session")
    assert kept is not None
    return kept.value


def with_cookie(app, value: str) -> FlaskClient:
    thief = app.test_client()
    thief.set_cookie("session", value)
    return thief


def rows(session: Session) -> list[Visit]:
    kept = [*session.exec(select(Visit).order_by(col(Visit.id)).execution_options(populate_existing=True))]
    session.commit()  # SQLite has one writer at a time
    return kept


@pytest.mark.proves("S25")
def test_the_table_holds_no_key_by_which_somebody_could_be_somebody(
    client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.amina)
    browser = client()
    sign_in(browser, cast.amina)
    with browser.session_transaction() as cookie:
        key = cookie["visit"]
    (visit,) = rows(session)
    assert len(key) >= 43  # 256 bits
    assert (visit.key_hash, visit.device) == (sha256(key.encode()).hexdigest(), "Firefox, Windows")
    assert key not in str(visit.model_dump())


@pytest.mark.proves("S26")
def test_whoever_signs_in_holds_another_key_and_another_token_than_before(
    client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.amina)
    browser = client(cast.carla)
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"
        before = cookie["visit"]
    sign_in(browser, cast.amina)
    browser.get("/desk/")
    with browser.session_transaction() as cookie:
        assert cookie["visit"] != before
        assert cookie.get("csrf_token") != "planted"
    assert [visit.person_id for visit in rows(session)] == [cast.amina.id]


@pytest.mark.proves("S27")
def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, client: Client, cast: Cast) -> None:
    browser = client(cast.amina)
    thief = with_cookie(app, stolen(browser))
    assert is_in(thief)
    browser.post("/sign-out")
    assert (is_in(browser), is_in(thief)) == (False, False)


@pytest.mark.proves("S27", "S7")
def test_whoever_is_let_in_no_more_or_gets_another_role_is_out_at_once(
    client: Client, cast: Cast, session: Session
) -> None:
    dao, erik, ines = client(cast.dao), client(cast.erik), client(cast.ines)
    auditor = appointments.appoint(session, cast.dao, role=Role.AUDITOR, by=cast.gus, now=NOON)
    appointments.confirm(session, auditor, by=cast.hiba, now=NOON)
    cast.erik.state = AccountState.SUSPENDED
    session.commit()
    assert [is_in(browser) for browser in (dao, erik, ines)] == [False, False, True]


@pytest.mark.proves("S28")
@pytest.mark.parametrize(("who", "idle"), [("amina", 120), ("carla", 120), ("dao", 30), ("gus", 30)])
def test_whoever_does_nothing_is_signed_out(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str, idle: int
) -> None:
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    in_time, too_late = client(getattr(cast, who)), client(getattr(cast, who))
    now[0] += (idle - 1) * MINUTE
    assert is_in(in_time)
    now[0] += 2 * MINUTE
    assert (is_in(in_time), is_in(too_late)) == (True, False)


@pytest.mark.proves("S28")
def test_whoever_is_busy_is_signed_out_after_twelve_hours(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [clock.now()]
    end = now[0] + timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: now[0])
    browser = client(cast.amina)
    while now[0] < end - 20 * MINUTE:
        now[0] += 20 * MINUTE
        assert is_in(browser)
    now[0] = end
    assert not is_in(browser)


def test_a_visit_is_seen_once_in_five_minutes_and_refused_posts_count(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()
    now = [begun]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    browser = client(cast.amina)

    def seen() -> datetime:
        return rows(session)[0].seen_at - begun

    now[0] = begun + 4 * MINUTE
    assert (is_in(browser), seen()) == (True, 0 * MINUTE)
    now[0] = begun + 6 * MINUTE
    assert (is_in(browser), seen()) == (True, 6 * MINUTE)
    now[0] = begun + 12 * MINUTE
    assert browser.post("/needs/write", data={"title": "x" * 900}).status_code == 422
    assert seen() == 12 * MINUTE


def test_a_busy_database_is_no_reason_to_refuse_a_page(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_anything: object, **_more: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    browser = client(cast.amina)
    now[0] += 10 * MINUTE
    monkeypatch.setattr(edge.visits, "see", busy)
    assert is_in(browser)


@pytest.mark.proves("S29")
def test_the_cookie_is_for_this_host_alone_and_for_no_script(
    settings: Settings, session: Session, cast: Cast
) -> None:
    let_in(session, cast.amina)
    app = create_app(Settings(**{**vars(settings), "base_url": "https://portal.example"}))
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    sent = {"email": cast.amina.email, "password": PASSWORD}
    given = browser.post("/sign-in", data=sent, base_url="https://portal.example").headers.getlist(
        "Set-Cookie"
    )
    assert {cookie.split("=")[0] for cookie in given} == {"__Host-session", "__Host-known-browser"}
    for cookie in given:
        told = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= told
        assert not any(part.startswith("Domain") for part in told)
    app.extensions["engine"].dispose()


@pytest.mark.proves("S30")
def test_a_person_sees_where_they_are_signed_in_and_ends_it_there(
    client: Client, cast: Cast, session: Session
) -> None:
    let_in(session, cast.amina)
    here, there = client(cast.amina), client()
    sign_in(there, cast.amina)
    other = rows(session)[1]
    page = here.get("/my-visits/").text
    assert ("Firefox, Windows" in page, "Now, in this browser" in page) == (True, True)
    assert here.post(f"/my-visits/{other.ref}/end").status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.proves("S27", "S30")
def test_a_person_ends_all_others_and_nobody_elses(client: Client, cast: Cast) -> None:
    here, *others = (client(cast.amina) for _ in range(3))
    carla = client(cast.carla)
    assert here.post("/my-visits/end-others").status_code == 302
    assert [is_in(browser) for browser in (here, carla, *others)] == [True, True, False, False]


def test_nobody_ends_or_learns_of_a_visit_of_somebody_else(
    client: Client, cast: Cast, session: Session
) -> None:
    amina, bashir = client(cast.amina), client(cast.bashir)
    of_amina = rows(session)[0]
    assert bashir.post(f"/my-visits/{of_amina.ref}/end").status_code == 404
    assert bashir.post("/my-visits/V-999999/end").status_code == 404
    assert is_in(amina)


@pytest.mark.proves("S38")
def test_whoever_signs_out_leaves_nothing_in_the_browser(client: Client, cast: Cast) -> None:
    browser = client(cast.amina)
    assert browser.get("/desk/").headers["Cache-Control"] == "no-store"
    assert browser.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_signing_in_clears_away_what_has_run_out(client: Client, cast: Cast, session: Session) -> None:
    for ago in (timedelta(hours=3), timedelta(hours=1)):
        visits.begin(session, cast.amina, device="", now=clock.now() - ago)
    client(cast.amina)
    assert len(rows(session)) == 2


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_two_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
