"""House law 11: a GET never commits, but for rows of the audit trail, when a visit was last seen, and how often
somebody has searched or gone to the provider of identities."""

import ast

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, func, select

from matchmaker.database import open_session
from matchmaker.models import RankingRun
from matchmaker.web.session import session as of_the_request
from tests.cast import NOON, Cast
from tests.commits import counted
from tests.guards.house import package
from tests.guards.visits import addresses, browser, references

# Who may end a transaction: the edge of the web, and the doors of the command line and of background work.
EDGE = {"matchmaker.web.session", "matchmaker.database"}
DOORS = {
    "matchmaker.clocks",
    "matchmaker.jobs",
    "matchmaker.postman",
    "matchmaker.commands",
    "matchmaker.database",
}


def callers(called: str) -> set[str]:
    """Modules that call something of this name."""
    return {
        source.name
        for source in package()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        if called in (getattr(node.func, "attr", None), getattr(node.func, "id", None))
    }


def test_only_the_edge_commits() -> None:
    """Sabotaged: session.commit() in services/needs.py; transaction(engine) in a view."""
    strangers = {name for name in callers("commit") | callers("transaction") if not is_door(name)}
    assert strangers - EDGE == set()


def is_door(name: str) -> bool:
    return ".".join(name.split(".")[:2]) in DOORS


@pytest.mark.proves("S32")
@pytest.mark.parametrize(
    ("method", "status", "kept"),
    [
        ("GET", 200, 0),
        ("HEAD", 200, 0),
        ("OPTIONS", 200, 0),
        ("POST", 200, 1),
        ("POST", 409, 0),
        ("POST", 500, 0),
    ],
)
def test_what_a_page_has_written_is_kept_only_after_a_post_that_went_well(
    open_portal: Flask, engine: sa.Engine, method: str, status: int, kept: int
) -> None:
    """Sabotaged: the commit at the edge for every method; for every status; for none."""
    open_portal.config["WTF_CSRF_ENABLED"] = False

    def probe() -> tuple[str, int]:
        of_the_request.add(
            RankingRun(engine_version="probe", needs=0, offers=0, started_at=NOON, finished_at=None)
        )
        of_the_request.flush()
        return "", status

    open_portal.add_url_rule("/probe", view_func=probe, methods=[method], provide_automatic_options=False)
    assert open_portal.test_client().open("/probe", method=method).status_code == status
    with open_session(engine, writes=False) as session:
        assert session.exec(select(func.count()).select_from(RankingRun)).one() == kept


@pytest.mark.proves("S32")
def test_no_page_commits_when_it_is_read(open_portal: Flask, session: Session, cast: Cast) -> None:
    """Every page, as everybody; what was shown and refused is told to the trail, and nothing else is kept.

    Sabotaged: needs.show commits; a letter written beside the row of the trail in web/session.py.
    """
    gets = addresses(open_portal, references(session, cast), "GET")
    browsers = [(person, browser(open_portal, person)) for person in vars(cast).values()]
    commits = counted(open_portal.extensions["engine"])
    answers = {}
    for person, client in browsers:
        for endpoint, address in gets.items():
            answers[person.role, endpoint] = client.get(address).status_code
    assert commits.kept == 0
    assert {seen for seen, status in answers.items() if status >= 500} == set()
