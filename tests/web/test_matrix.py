"""Every route, by every role: what the table of the policy says is what happens over HTTP (QUALITY S2)."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from matchmaker.actions import Action
from matchmaker.database import open_session
from matchmaker.policy import Actor, can
from matchmaker.web.access import LOADERS
from tests.web.houses import READERS, House, awake
from tests.web.walking import Rule, rules

STALE = {"version": "-1"}  # whoever may do it is told that the page is an old one: nothing is done
METHODS = ("GET", "POST")
ENOUGH = 60
APART = ("security", "health")  # the library's, and what machines ask
# A visitor who has given the password goes on there; any other is led to the sign-in page: see test_factors.py.
# So is one who wants to come from a provider that does not answer: see test_provider.py.
HALF_IN = ("factors.prove", "factors.enrol", "passkeys.add", "identities.seek")
Cell = tuple[str, str, str, str]  # reader, method, address, endpoint


class Verdict(IntEnum):
    """What a request comes to, by its status: for whoever must not know of the thing, may read it only, may do it."""

    STRANGER = 404
    READER = 403
    DOER = 409


def verdict(actor: Actor, action: Action, kind: type, thing: Any) -> Verdict:
    if not can(actor, LOADERS[kind][1], thing):
        return Verdict.STRANGER
    return Verdict.DOER if can(actor, action, thing) else Verdict.READER


def guarded(house: House, method: str) -> Iterator[tuple[Rule, Action, type | None]]:
    """Every route of our own that takes *method*, its action, and what it is about."""
    for rule in rules(house.app, method):
        view = house.app.view_functions[rule.endpoint]
        if rule.endpoint.split(".")[0] not in APART:
            yield rule, view.action, view.kind


def things(session: Session) -> dict[type, list[SQLModel]]:
    """What stands in the house, the oldest first: of each kind enough for every state of its life."""
    return {kind: [*session.exec(select(kind).order_by(col(kind.id)).limit(ENOUGH))] for kind in LOADERS}


def cells(house: House) -> Iterator[tuple[Cell, Verdict]]:
    """Each route about a thing, by each reader: once for each verdict that the policy has over what is there."""
    with open_session(house.engine, writes=False) as session:
        cast, found = awake(session, house.cast), things(session)
        urls = house.app.url_map.bind("localhost")
        for method in METHODS:
            for rule, action, kind in guarded(house, method):
                for who in READERS if kind else ():
                    actor = getattr(cast, who)
                    first = {verdict(actor, action, kind, thing): thing for thing in reversed(found[kind])}
                    for expected, thing in first.items():
                        if method == "GET" and expected == Verdict.DOER:
                            continue  # what is shown to whoever may read it is looked at in tests/browser
                        yield (
                            (who, method, urls.build(rule.endpoint, {"ref": thing.ref}), rule.endpoint),
                            expected,
                        )


def answer(house: House, cell: Cell) -> int:
    who, method, url, _endpoint = cell
    return house.ask(who, url, method, data=STALE if method == "POST" else None).status_code


@pytest.mark.proves("S1", "S2", "S3")
def test_every_deed_on_a_thing_is_what_the_policy_says_for_every_role(houses: list[House]) -> None:
    wrong, tried = {}, {}
    house = houses[0]  # who may do what does not depend on the database
    for cell, expected in cells(house):
        status = answer(house, cell)
        tried[cell] = expected
        if status != expected:
            wrong[cell] = (status, expected.name)
    assert wrong == {}
    assert {*tried.values()} == {*Verdict}
    assert len(tried) > 1_000


@pytest.mark.proves("S1", "S2")
def test_every_page_about_nothing_in_particular_is_shown_and_refused_as_the_policy_says(
    houses: list[House],
) -> None:
    wrong, tried, house = {}, set(), houses[0]
    with open_session(house.engine, writes=False) as session:
        cast = awake(session, house.cast)
        asked = [
            (who, method, rule.rule, can(getattr(cast, who), action))
            for method in METHODS
            for rule, action, kind in guarded(house, method)
            for who in READERS
            if kind is None and not rule.arguments and not (who == "eve" and rule.endpoint in HALF_IN)
        ]
    for who, method, url, may in asked:
        if method == "POST" and may:
            continue  # what is begun here is the affair of the other tests
        status = house.ask(who, url, method).status_code
        refused = 302 if who == "eve" else 403
        tried.add((who, method, url, may))
        if (status == refused) == may or status >= 500:
            wrong[who, method, url] = (status, may)
    assert wrong == {}
    assert len(tried) > 200
