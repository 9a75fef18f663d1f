"""`matchmaker learn`."""

from pathlib import Path

from sqlmodel import Session, select

from matchmaker.engine.weights import ENGINE_VERSION
from matchmaker.models import Lesson
from matchmaker.vocabulary import LessonState
from tests.cast import Cast
from tests.cli.conftest import Run
from tests.services.test_lessons import reviewed


def test_a_portal_without_decisions_is_told_so(run: Run, small_seed: Path) -> None:
    result = run("learn", "--exam", small_seed / "judgements")
    assert (result.exit_code, result.output) == (1, "Error: 0 decisions teach nothing new.\n")


def test_a_lesson_is_proposed_and_said_in_words(
    run: Run, small_seed: Path, session: Session, cast: Cast
) -> None:
    reviewed(session, cast)
    session.commit()
    result = run("learn", "--exam", small_seed / "judgements")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == f"Lesson {ENGINE_VERSION}.1, from 3 pairs taken up and 3 turned down."
    assert "New term of EVI-02: vehicle telematics (en)." in lines
    assert "Exam: 1.0000 -> 1.0000." in lines
    assert [lesson.state for lesson in session.exec(select(Lesson))] == [LessonState.CANDIDATE]


def test_an_exam_that_is_none_is_said(run: Run, tmp_path: Path) -> None:
    result = run("learn", "--exam", tmp_path)
    assert (result.exit_code, "holds no graded pairs" in result.output) == (1, True)
