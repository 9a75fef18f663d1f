"""`learn`: what reviewers' decisions teach, as a candidate that people adopt or reject on a page."""

from pathlib import Path

import click

from matchmaker import clock
from matchmaker.commands.evaluating import read_exam
from matchmaker.commands.places import SEED, portal
from matchmaker.database import open_session, transaction
from matchmaker.models import Lesson
from matchmaker.queries.lessons import needs_changed
from matchmaker.services import learning, lessons
from matchmaker.services.evaluating import BadJudgement


@click.command()
@click.option(
    "--exam", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SEED / "judgements",
    help="Folder of the graded pairs that a lesson must not lose.",
)  # fmt: skip
def learn(folder: Path) -> None:
    """Learn from what was shortlisted, dismissed and agreed, and propose it. No ranking changes by that."""
    try:
        with portal() as (_settings, engine):
            with open_session(engine, writes=False) as session:  # the long part, while others go on writing
                lesson = learning.learn(session, read_exam(folder), now=clock.now())
            with transaction(engine) as session:
                lessons.propose(session, lesson, now=lesson.learned_at)
    except (BadJudgement, learning.NothingToLearn) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(_told(lesson)))


def _told(lesson: Lesson) -> list[str]:
    weights = [f"{part} {before:.3f} -> {after:.3f}" for part, (before, after) in lesson.weights.items()]
    return [
        f"Lesson {lesson.ref}, from {lesson.taken_up} pairs taken up and {lesson.turned_down} turned down.",
        f"Weights beside {lesson.before}: {', '.join(weights)}.",
        *(f"New term of {topic}: {words} ({language})." for topic, language, words in lesson.terms),
        f"Exam: {lesson.exam_before:.4f} -> {lesson.exam_after:.4f}.",
        f"Of {lesson.pairs} pairs held out, in the right order: {lesson.right_before} -> {lesson.right_after}.",
        f"It changes the first {learning.FIRST} offers of {len(needs_changed(lesson))} needs of {lesson.needs}.",
        "Somebody must adopt or reject it: see the page Lessons.",
    ]
