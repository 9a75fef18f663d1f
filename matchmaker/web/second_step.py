"""Whoever has given the password and owes the second step is nobody yet: to every page they are a visitor."""

from collections.abc import Callable
from enum import StrEnum

from flask import Flask, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import login_user, logout_user

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.web.accounts import visits

Loader = Callable[[str], Person | None]
View = Callable[[], ResponseReturnValue]


class Owed(StrEnum):
    """What stands between a password and the portal; the name of the page where it is given."""

    CODE = "prove"
    APP = "enrol"  # for whoever has none yet, and may not do without


def init(app: Flask) -> None:
    manager = app.login_manager  # type: ignore[attr-defined]  # Flask-Login's
    manager.user_loader(_only_whole(manager._user_callback))
    app.view_functions["security.logout"] = _for_half_way_too(app.view_functions["security.logout"])


def owed(person: Person) -> Owed | None:
    """What *person*, who gave the password here, has still to give. A change of the second step is passed anew."""
    if person.two_steps_since is not None:
        return None if g.visit.two_steps_since == person.two_steps_since else Owed.CODE
    return None if may_do_without(person) else Owed.APP


def may_do_without(person: Person) -> bool:
    """In a demonstration everybody may: its passwords are known to all the world anyway."""
    demo: bool = current_app.extensions["settings"].demo
    return demo or policy.can(person, Action.DO_WITHOUT_SECOND_STEP)


def half_way() -> Person | None:
    """Who has given the password here and owes the second step."""
    return None if current_user.is_authenticated else g.get("half_way")


def here() -> Person | None:
    """Who has given the password here, whatever they owe."""
    return current_user._get_current_object() if current_user.is_authenticated else half_way()


def let_in(person: Person) -> None:
    """*person* has passed the second step here."""
    login_user(person)
    visits.begun().two_steps_since = person.two_steps_since


def way_in() -> str:
    """Where a visitor goes who wants the page that was asked for: to the password, or on to the second step."""
    asked = request.full_path if request.query_string else request.path
    person = half_way()
    step = owed(person) if person else None
    return url_for(f"factors.{step}" if step else "security.login", next=asked)


def _only_whole(load: Loader) -> Loader:
    """*load*, which finds a person by their session, but for those who owe something."""

    def loaded(key: str) -> Person | None:
        person = load(key)
        if person is None or owed(person) is None:
            return person
        g.half_way = person
        return None

    return loaded


def _for_half_way_too(sign_out: View) -> View:
    def signing_out() -> ResponseReturnValue:
        if half_way() is not None:
            logout_user()
        return sign_out()

    return signing_out
