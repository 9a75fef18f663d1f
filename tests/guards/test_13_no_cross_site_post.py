"""House law 13: a cross-site POST is refused, on every route that takes one."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, func, select

from matchmaker.database import open_session
from matchmaker.models import History, Letter, Match, Need, Offer
from tests.cast import Cast
from tests.guards.visits import addresses, browser, references

TABLES = (Need, Offer, Match, History, Letter)
# A mail program posts there for its reader, who has no session in it (RFC 8058). Its address is signed, was sent to
# that reader alone, and lets them do one thing: hear less. An address that we did not sign finds nothing.
SIGNED = {"preferences.stop": 404}
ELSEWHERE = {"Origin": "https://elsewhere.example", "Referer": "https://elsewhere.example/"}


def counted(engine: sa.Engine) -> list[int]:
    """Rows of each table."""
    with open_session(engine, writes=False) as session:
        return [session.exec(select(func.count()).select_from(kind)).one() for kind in TABLES]


@pytest.mark.proves("S31")
def test_no_route_takes_a_post_without_the_token_of_the_session(
    open_portal: Flask, engine: sa.Engine, session: Session, cast: Cast
) -> None:
    """Sabotaged: CSRFProtect(app) taken out; one view exempted."""
    posts = addresses(open_portal, references(session, cast), "POST")
    before = counted(engine)
    taken = {}
    for person in (cast.eve, cast.amina, cast.carla, cast.dao, cast.erik):
        client = browser(open_portal, person)
        for endpoint, address in posts.items():
            status = client.post(address, data={"note": "x"}, headers=ELSEWHERE).status_code
            if status != SIGNED.get(endpoint, 400):
                taken[person.role, endpoint] = status
    assert taken == {}
    assert len(posts) > 30
    assert counted(engine) == before
