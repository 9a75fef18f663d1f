"""The outbox: what the portal wrote, to whom, in which language. For the secretariat."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Letter
from matchmaker.queries import letters
from matchmaker.services import outbox
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.session import session

bp = Blueprint("letters", __name__, url_prefix="/letters")


@bp.get("/")
@allows(Action.READ_LETTERS)
def index() -> ResponseReturnValue:
    page = letters.newest(session, filters.page_number())
    refused = letters.refused(session)
    return render_template(
        "letters/index.html", page=filters.ShownPage(page), refused=refused, waits=_waits()
    )


@bp.get("/<ref>")
@allows(Action.READ_LETTERS, Letter)
def show(letter: Letter) -> ResponseReturnValue:
    return render_template("letters/show.html", letter=letter, waits=_waits())


@bp.post("/<ref>/send-again")
@allows(Action.SEND_LETTER_AGAIN, Letter)
def send_again(letter: Letter) -> ResponseReturnValue:
    outbox.send_again(session, letter, by=current_user, now=clock.now())
    flash(_("The letter is due, and will be tried at once."))
    return redirect(url_for("letters.show", ref=letter.ref))


def _waits() -> bool:
    """Whether every letter waits because nobody has said where mail is handed in."""
    settings = current_app.extensions["settings"]
    return not settings.demo and settings.mail_server is None
