"""Announcements: what stands at the top of every page, for administrators to write, change and end."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Announcement
from matchmaker.queries import announcements as reading
from matchmaker.queries import history
from matchmaker.services import announcements
from matchmaker.vocabulary import Noun
from matchmaker.web import filters
from matchmaker.web.access import allows
from matchmaker.web.forms.announcement import empty, filled_from, questions, read_announcement
from matchmaker.web.forms.filled import Filled, sheet_of
from matchmaker.web.session import READING, session
from matchmaker.web.stories import history_rows

bp = Blueprint("announcements", __name__, url_prefix="/announcements")


@bp.get("/")
@allows(Action.READ_ANNOUNCEMENTS)
def index() -> ResponseReturnValue:
    page = reading.newest_first(session, filters.page_number())
    return render_template("announcements/index.html", page=filters.ShownPage(page))


@bp.get("/<ref>")
@allows(Action.READ_ANNOUNCEMENTS, Announcement)
def show(announcement: Announcement) -> ResponseReturnValue:
    return render_template(
        "announcements/show.html",
        announcement=announcement,
        history_rows=history_rows(history.of(session, Noun.ANNOUNCEMENT, announcement.id)),
    )


@bp.route("/write", methods=["GET", "POST"])
@allows(Action.WRITE_ANNOUNCEMENT)
def write() -> ResponseReturnValue:
    now, sheet = clock.now(), sheet_of(request.form)
    if request.method in READING:
        return _form(None, empty(now.date()))
    draft, filled = read_announcement(request.form)
    if draft is None:
        return _form(None, filled, 422)
    written = reading.by_key(session, sheet)  # a button pressed twice
    written = written or announcements.write(session, draft, by=current_user, now=now, key=sheet)
    return _shown(written, _("The announcement is saved. It is shown on its days."))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@allows(Action.EDIT_ANNOUNCEMENT, Announcement)
def edit(announcement: Announcement) -> ResponseReturnValue:
    if request.method in READING:
        return _form(announcement, filled_from(announcement))
    draft, filled = read_announcement(request.form)
    if draft is None:
        return _form(announcement, filled, 422)
    announcements.edit(session, announcement, draft, by=current_user, now=clock.now())
    return _shown(announcement, _("The announcement is changed."))


def _form(announcement: Announcement | None, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "announcements/edit.html", announcement=announcement, filled=filled, questions=questions()
    )
    return page, status


@bp.post("/<ref>/end")
@allows(Action.END_ANNOUNCEMENT, Announcement)
def end(announcement: Announcement) -> ResponseReturnValue:
    announcements.end(session, announcement, by=current_user, now=clock.now())
    return _shown(announcement, _("The announcement is shown no more."))


def _shown(announcement: Announcement, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("announcements.show", ref=announcement.ref))
