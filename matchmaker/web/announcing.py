"""Announcements at the top of every page."""

from flask import Flask
from flask_login import current_user

from matchmaker import clock
from matchmaker.queries import announcements as reading
from matchmaker.web.languages import language
from matchmaker.web.session import session


def announcements() -> list[tuple[str, str]]:
    """What this reader is told today: each line, and the language that it is in."""
    with session.no_autoflush:  # a page may be made around a draft that was refused
        found = reading.shown(session, clock.now().date(), signed_in=current_user.is_authenticated)
    return [one.text_in(language()) for one in found]


def init(app: Flask) -> None:
    app.jinja_env.globals.update(announcements=announcements)
