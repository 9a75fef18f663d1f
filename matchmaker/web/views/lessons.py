"""Lessons: what reviewers' decisions taught the engine, and what people made of it. For the secretariat."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Lesson
from matchmaker.queries import history
from matchmaker.queries import lessons as reading
from matchmaker.services import lessons, work
from matchmaker.vocabulary import Job, Noun
from matchmaker.web.access import allows
from matchmaker.web.forms.filled import Filled
from matchmaker.web.forms.note import read_note
from matchmaker.web.session import session
from matchmaker.web.stories import history_rows

bp = Blueprint("lessons", __name__, url_prefix="/lessons")


@bp.get("/")
@allows(Action.READ_LESSONS)
def index() -> ResponseReturnValue:
    return render_template(
        "lessons/index.html",
        lessons=reading.newest_first(session),
        in_use=lessons.current(session).version,
        ranking=work.is_asked(session, Job.RANK_ALL),
    )


@bp.get("/<ref>")
@allows(Action.READ_LESSONS, Lesson)
def show(lesson: Lesson) -> ResponseReturnValue:
    return _page(lesson, Filled())


def _page(lesson: Lesson, filled: Filled, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "lessons/show.html",
        lesson=lesson,
        holds=lessons.holds(lesson),
        needs_changed=len(reading.needs_changed(lesson)),
        changes=list(reading.changes_of(session, lesson)),
        history_rows=history_rows(history.of(session, Noun.LESSON, lesson.id)),
        filled=filled,
    )
    return page, status


def _shown(lesson: Lesson, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("lessons.show", ref=lesson.ref))


@bp.post("/<ref>/adopt")
@allows(Action.ADOPT_LESSON, Lesson)
def adopt(lesson: Lesson) -> ResponseReturnValue:
    lessons.adopt(session, lesson, by=current_user, now=clock.now())
    return _shown(lesson, _("The lesson is adopted. Everything is being ranked by it."))


@bp.post("/<ref>/roll-back")
@allows(Action.ROLL_BACK_LESSON, Lesson)
def roll_back(lesson: Lesson) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(lesson, filled, 422)
    lessons.roll_back(session, lesson, by=current_user, now=clock.now(), note=note.note)
    return _shown(lesson, _("The lesson is rolled back. Everything is being ranked as before it."))


@bp.post("/<ref>/reject")
@allows(Action.REJECT_LESSON, Lesson)
def reject(lesson: Lesson) -> ResponseReturnValue:
    note, filled = read_note(request.form)
    if note is None:
        return _page(lesson, filled, 422)
    lessons.reject(session, lesson, by=current_user, now=clock.now(), note=note.note)
    return _shown(lesson, _("The lesson is rejected. It stays here to be read."))
