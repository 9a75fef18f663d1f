"""What costs more than a page, or reaches somebody, is asked for so often and no more: by one, and by their house."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.database import transaction
from matchmaker.models import Message, Person, Search
from matchmaker.settings import Settings
from matchmaker.vocabulary import NeedState
from matchmaker.web import quotas
from matchmaker.web.app import create_app
from matchmaker.web.quotas import QUOTAS, Effort, Quota
from matchmaker.web.session import Portal
from tests.cast import Cast, a_colleague
from tests.entering import enter
from tests.stories import a_need
from tests.web.conftest import Client

pytestmark = pytest.mark.usefixtures("usual_limits")
MOST = 60
SEARCHED = "/search?words=laboratory"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> list[datetime]:
    """now[0] is what time it is."""
    moved = [noon]
    monkeypatch.setattr(clock, "now", lambda: moved[0])
    return moved


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of each for one person, and five for a house."""
    monkeypatch.setattr(quotas, "QUOTAS", dict.fromkeys(Effort, Quota(3, 5)))


def searches(browser: FlaskClient, number: int, **more: Mapping[str, str]) -> list[int]:
    return [browser.get(SEARCHED, **more).status_code for _ in range(number)]


def save(browser: FlaskClient, name: str) -> TestResponse:
    return browser.post("/my-searches/save", data={"catalogue": "needs", "name": name})


@pytest.mark.proves("S52")
def test_the_sixty_first_in_a_quarter_of_an_hour_waits_and_then_goes_on(
    client: Client, cast: Cast, session: Session, now: list[datetime]
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    amina, thread = client(cast.amina), f"/needs/{need.ref}/discuss"
    said = {"text": "When may we expect an answer?", "language": "en"}
    assert [amina.post(thread, data=said).status_code for _ in range(MOST)] == [302] * MOST
    now[0] += timedelta(minutes=5)
    refused = amina.post(thread, data=said | {"text": "And this one more."})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "Please wait 10 minutes" in refused.text
    assert session.exec(select(func.count()).select_from(Message)).one() == MOST
    session.rollback()
    now[0] += timedelta(minutes=10)
    assert amina.post(thread, data=said).status_code == 302


@pytest.mark.proves("S52")
def test_nothing_that_was_typed_is_lost(client: Client, cast: Cast, few: None) -> None:
    carla = client(cast.carla)
    typed = {"title": "Mentors <for> laboratories", "description": "Six weeks."}
    for _ in range(3):
        assert carla.post("/offers/write", data={}).status_code == 302
    refused = carla.post("/offers/write", data=typed)
    assert refused.status_code == 429
    assert "Send it again" in refused.text
    assert '<input type="hidden" name="title" value="Mentors &lt;for&gt; laboratories">' in refused.text
    assert '<input type="hidden" name="description" value="Six weeks.">' in refused.text


@pytest.mark.proves("S52")
@pytest.mark.parametrize("effort", Effort)
def test_every_effort_has_a_quota_sixty_of_what_is_kept_or_carried_away(effort: Effort) -> None:
    most = 300 if effort == Effort.SEARCH else MOST
    assert 0 < QUOTAS[effort].of_one <= most < QUOTAS[effort].of_house
    assert effort in quotas.EFFORTS.values()


@pytest.mark.proves("S52")
def test_searching_and_taking_figures_home_count_and_reading_does_not(
    client: Client, cast: Cast, few: None
) -> None:
    carla = client(cast.carla)
    assert searches(carla, 4) == [200] * 3 + [429]
    assert carla.get("/search").status_code == 200  # an empty box asks for nothing
    figures = [carla.get("/picture/?csv=places").status_code for _ in range(4)]
    assert figures == [200] * 3 + [429]
    for url in ("/picture/", "/needs/?words=laboratory", "/offers/", "/desk/", "/offers/write"):
        assert [carla.get(url).status_code for _ in range(5)] == [200] * 5


@pytest.mark.proves("S52")
def test_the_trail_and_the_form_taken_home_are_exports(client: Client, cast: Cast, few: None) -> None:
    farah, amina = client(cast.farah), client(cast.amina)
    assert [farah.post("/trail/export").status_code for _ in range(4)] == [200] * 3 + [429]
    assert [amina.post("/needs/download").status_code for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.proves("S52")
def test_advice_on_a_text_does_not_count_and_no_other_deed_passes_as_asking_for_it(
    client: Client, cast: Cast, session: Session, few: None
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    amina, asked = (
        client(cast.amina),
        {"then": "advise", "text": "When may we expect an answer?", "language": "en"},
    )
    assert [amina.post("/needs/write", data=asked).status_code for _ in range(5)] == [200] * 5
    said = [amina.post(f"/needs/{need.ref}/discuss", data=asked).status_code for _ in range(4)]
    assert said == [302] * 3 + [429]


@pytest.mark.proves("S52")
def test_a_house_has_its_own_quota_which_no_single_colleague_can_use_up(
    client: Client, cast: Cast, session: Session, few: None
) -> None:
    dara, ebba = (a_colleague(session, cast.carla, name) for name in ("Dara Lind", "Ebba Lind"))
    carla, others = client(cast.carla), [client(dara), client(ebba)]
    assert searches(carla, 20) == [200] * 3 + [429] * 17
    assert [searches(one, 2) for one in others] == [[200, 200], [429, 429]]
    assert searches(client(cast.chen), 3) == [200] * 3  # another house


@pytest.mark.proves("S52")
def test_whoever_is_refused_learns_nothing_of_others_nor_whether_the_thing_exists(
    client: Client, cast: Cast, session: Session, few: None
) -> None:
    """The same words at the quota of one and at that of a house, and for a need that is hidden and for none."""
    hidden = a_need(session, cast, state=NeedState.DRAFT)
    dara = a_colleague(session, cast.carla, "Dara Lind")
    browser, colleague = client(cast.carla), client(dara)
    urls = [f"/needs/{ref}/discuss" for ref in (hidden.ref, "N-222222")]
    assert [browser.post(urls[0]).status_code for _ in range(3)] == [404] * 3
    assert [colleague.post(urls[1]).status_code for _ in range(3)] == [404, 404, 429]
    answers = [browser.post(url) for url in urls] + [colleague.post(urls[0])]
    told = {one.text[one.text.index("<main") : one.text.index("</main")] for one in answers}
    assert ({one.status_code for one in answers}, len(told)) == ({429}, 1)


@pytest.mark.proves("S52")
def test_visitors_are_counted_by_where_they_come_from(client: Client, few: None) -> None:
    here, there = ({"REMOTE_ADDR": address} for address in ("192.0.2.7", "198.51.100.9"))
    assert searches(client(), 6, environ_base=here) == [200] * 5 + [429]
    assert searches(client(), 1, environ_base=there) == [200]


@pytest.mark.proves("S52")
def test_four_processes_count_together_what_somebody_asks_for(
    client: Client, cast: Cast, session: Session, settings: Settings, engine: Engine, few: None
) -> None:
    browser = client(cast.carla)
    children = [_child(settings, engine, cast.carla) for _ in range(4)]
    saved = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    session.rollback()
    assert saved == session.exec(select(func.count()).select_from(Search)).one() == 3  # of twelve
    session.rollback()
    assert save(browser, "One more").status_code == 429


def _child(settings: Settings, engine: Engine, person: Person) -> int:
    """A process of its own saves three searches; how many of them were saved is its exit code."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        engine.dispose(close=False)  # the parent's connections are the parent's
        own: Portal = create_app(settings)
        own.config["WTF_CSRF_ENABLED"] = False
        browser = own.test_client()
        enter(browser, person, own.extensions["engine"])
        code = [save(browser, f"{os.getpid()} {number}").status_code for number in range(3)].count(302)
    finally:
        os._exit(code)


def test_a_database_that_is_too_busy_to_count_still_answers_a_search(
    client: Client, cast: Cast, engine: Engine
) -> None:
    browser = client(cast.carla)
    assert searches(browser, 1) == [200]
    with transaction(engine) as holder:
        holder.connection().exec_driver_sql("UPDATE tries SET number = number")
        assert searches(browser, 1) == [200]


def test_every_deed_that_brings_something_new_has_a_quota() -> None:
    """What is written, attached, said, downloaded or asked of others; moves of what is there are not counted."""
    verbs = {"write", "upload", "attach", "discuss", "download", "export", "invite", "save", "open_account"}
    new = {action for action in Action if action.value.split(".")[1] in verbs}
    assert new - set(quotas.EFFORTS) == set()
