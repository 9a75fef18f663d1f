"""What fails on our side tells nothing of the inside, and lets nobody in."""

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from matchmaker import policy
from matchmaker.vocabulary import NeedState
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.stories import a_need
from tests.web.conftest import Client

INSIDE = "SELECT secret FROM person WHERE email = 'amina@example.org' -- /srv/matchmaker/app.py"
TELLS = re.compile(
    r"SELECT|secret|amina@|/srv/|\.py|Traceback|Werkzeug|Flask|SQLAlchemy|psycopg|sqlite|line \d", re.I
)


def failing(error: Exception) -> Callable[[], str]:
    def fail() -> str:
        raise error

    return fail


@pytest.mark.proves("S58")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError(INSIDE), 500),
        (KeyError(INSIDE), 500),
        (OSError(5, INSIDE), 500),
        (OSError(28, INSIDE), 507),
        (OperationalError(INSIDE, {"secret": INSIDE}, Exception(INSIDE)), 503),
        (ProgrammingError(INSIDE, {"secret": INSIDE}, Exception(INSIDE)), 500),
    ],
)
def test_an_error_says_nothing_of_the_inside(
    app: Portal, client: Client, cast: Cast, error: Exception, status: int
) -> None:
    app.view_functions["home.show"] = failing(error)
    for browser in (client(), client(cast.dao)):
        answer = browser.get("/")
        assert answer.status_code == status
        assert TELLS.findall(answer.text) == []
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.proves("S58")
def test_an_error_carries_the_reference_under_which_it_is_noted(
    app: Portal, client: Client, journaled: None, capsys: pytest.CaptureFixture[str]
) -> None:
    app.view_functions["home.show"] = failing(RuntimeError("a flat tyre"))
    found = re.search(r"noted as ([0-9a-f]{8})", client().get("/").text)
    assert found is not None
    noted = json.loads(capsys.readouterr().err)
    assert (noted["reference"], noted["where"]) == (found[1], "GET home.show")
    assert noted["error"][0]["kind"] == "builtins.RuntimeError"


@pytest.mark.proves("S59")
def test_a_check_that_fails_lets_nobody_in(
    app: Portal, client: Client, session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    browser = client(cast.amina)

    def fail(*_anything: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(policy, "can", fail)
    for method, path in (
        ("GET", f"/needs/{need.ref}"),
        ("GET", f"/needs/{need.ref}/edit"),
        ("POST", f"/needs/{need.ref}/withdraw"),
        ("GET", "/trail/"),
        ("GET", "/letters/"),
    ):
        answer = browser.open(path, method=method)
        assert answer.status_code == 500
        assert need.title not in answer.text


@pytest.mark.parametrize("name", ["password", "new_password", "code"])
def test_what_was_typed_is_not_written_into_a_page_where_it_is_a_secret(
    app: Portal, client: Client, name: str
) -> None:
    app.view_functions["security.login"] = failing(OperationalError("", {}, Exception("away")))
    answer = client().post("/sign-in", data={"email": "amina@example.org", name: "not for a page"})
    assert answer.status_code == 503
    assert "not for a page" not in answer.text
