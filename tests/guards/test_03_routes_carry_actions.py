"""House law 3: every route carries an action; deny by default."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from matchmaker.actions import Action
from tests.guards.house import PACKAGE, package

# Open to everybody by nature. This list is frozen: a new entry wants a reason in the review.
WITHOUT_ACTION = {
    "static",
    "security.login",
    "security.logout",
    "health.alive",
    "health.ready",
    "health.security_txt",
}
ASKED = re.compile(r"""\bmay\(\s*["']([^"']*)["']""")


@pytest.mark.proves("S1")
def test_every_route_carries_an_action(portal: Flask) -> None:
    """Sabotaged: @allows taken from letters.index; a route of Flask-Security switched on."""
    bare = {
        rule.endpoint
        for rule in portal.url_map.iter_rules()
        if not isinstance(getattr(portal.view_functions[rule.endpoint], "action", None), Action)
    }
    assert bare == WITHOUT_ACTION


@pytest.mark.proves("S11")
def test_a_route_that_names_a_thing_loads_it_by_its_reference(portal: Flask, rules: list[Rule]) -> None:
    """Numbers of rows never stand in a URL. Sabotaged: `/letters/<int:number>`."""
    strange = {rule.rule for rule in rules if rule.arguments - {"ref", "code"} or "<int:" in rule.rule}
    assert strange == set()


def test_every_action_that_a_page_asks_for_exists() -> None:
    """Sabotaged: may("need.publsh", need) in a template."""
    texts = [path.read_text() for path in PACKAGE.rglob("*.html")] + [each.text for each in package()]
    asked = {word for text in texts for word in ASKED.findall(text)}
    assert asked - {action.value for action in Action} == set()
    assert len(asked) > 5
