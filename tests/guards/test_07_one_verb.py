"""House law 7: URL, view, action and service share one verb."""

import importlib

from flask import Flask
from werkzeug.routing import Rule

from matchmaker.actions import Action

# What reading is called on the page, by the verb of its action.
READERS = {
    "read": {"show", "index"},
    "read_queue": {"queue"},
    "read_why": {"why"},
    "read_preview": {"preview"},
    "read_form": {"form"},
}

# Views whose deeds are services of the same module.
OF_NOUNS = {"needs", "offers", "matches", "agreements", "steps", "pools", "invitations"}


def parts(portal: Flask, rule: Rule) -> tuple[str, str, str]:
    """Verb of the action, name of the view, last fixed word of the URL."""
    action: Action = portal.view_functions[rule.endpoint].action  # type: ignore[attr-defined]  # set by allows
    words = [word for word in rule.rule.split("/") if word and not word.startswith("<")]
    return action.value.split(".")[1], rule.endpoint.split(".")[1], words[-1] if words else ""


def writes(rule: Rule) -> bool:
    return "POST" in (rule.methods or ())


def test_a_deed_is_called_the_same_in_url_view_and_action(portal: Flask, rules: list[Rule]) -> None:
    """Sabotaged: `/<ref>/release` renamed to `/<ref>/approve`; the view `check` renamed to `take`."""
    wrong = [
        f"{rule.rule}: action {verb}, view {view}"
        for rule in rules
        if writes(rule)
        for verb, view, word in [parts(portal, rule)]
        if not verb == view == word.replace("-", "_")
    ]
    assert wrong == []


def test_reading_is_called_the_same_in_view_and_action(portal: Flask, rules: list[Rule]) -> None:
    """Sabotaged: the view `queue` renamed to `list`."""
    wrong = [
        f"{rule.rule}: action {verb}, view {view}"
        for rule in rules
        if not writes(rule)
        for verb, view, _ in [parts(portal, rule)]
        if view not in READERS.get(verb, {verb})
    ]
    assert wrong == []


def test_a_deed_has_a_service_of_its_name(portal: Flask, rules: list[Rule]) -> None:
    """Sabotaged: services/needs.py: send_back renamed to return_to_state."""
    missing = [
        rule.rule
        for rule in rules
        if writes(rule) and rule.endpoint.split(".")[0] in OF_NOUNS
        for name, verb in [rule.endpoint.split(".")]
        if not callable(getattr(importlib.import_module(f"matchmaker.services.{name}"), verb, None))
    ]
    assert missing == []


def test_the_last_word_of_an_action_is_a_verb_of_its_own_noun() -> None:
    """Sabotaged: PUBLISH_NEED = "offer.publish", an alias as Python sees it."""
    assert list(Action.__members__) == [action.name for action in Action]
    assert all(action.value.count(".") == 1 for action in Action)
