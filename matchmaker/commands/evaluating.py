"""`evaluate`: how good the rankings are, on judged collections and on the portal's own exam."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path

import click
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, SQLModel

from matchmaker import reference
from matchmaker.commands.places import portal
from matchmaker.database import open_engine, open_session
from matchmaker.engine.measuring.ablation import PARTS, Worth, without, worth
from matchmaker.engine.measuring.evaluate import Evaluation, mean
from matchmaker.engine.measuring.evaluate import evaluate as evaluate_collection
from matchmaker.engine.measuring.judged import BrokenCollection
from matchmaker.engine.offers.index import Index
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.engine.weights import WEIGHTS, Weights
from matchmaker.models import Concept
from matchmaker.services.advising.measuring import measured
from matchmaker.services.evaluating import BadJudgement, Exam, exam
from matchmaker.services.lexicon import current
from matchmaker.services.matching import topic_terms
from matchmaker.settings import BadSetting

META = "meta.json"  # what makes a folder a collection; graded pairs of the seed have none
OURS = "en"  # the language of most texts: what is not in it is also told apart
Line = dict[str, str | float]


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--ablate", is_flag=True, help="Also rank without each part of the engine, and say what it is worth."
)
@click.option(
    "--suggestions",
    is_flag=True,
    help="Of the exam, also say how often the topics and modalities suggested for a text are the right ones.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def evaluate(folders: tuple[Path, ...], ablate: bool, suggestions: bool, as_json: bool) -> None:
    """Rank each judged collection in FOLDERS (or the exam in seed/judgements) and print how good it was.

    With the lexicon of the portal that the settings name; without one, with the lexicon that is shipped.
    """
    words = _lexicon()
    for folder in folders:
        try:
            for row in chain(_told(folder, words, ablate), _suggested(folder, words) if suggestions else ()):
                click.echo(json.dumps(row) if as_json else _line(row))
        except (BrokenCollection, BadJudgement) as error:
            raise click.ClickException(str(error)) from error


def _lexicon() -> Lexicon:
    """The lexicon of the portal that the settings name; where there is none yet, the one that is shipped."""
    with suppress(BadSetting, DatabaseError), portal() as (_settings, engine):
        if inspect(engine).has_table(str(Concept.__tablename__)):
            with open_session(engine, writes=False) as session:
                return current(session)
    return Lexicon(reference.concepts())


def _told(folder: Path, words: Lexicon, ablate: bool) -> Iterator[Line]:
    """Every line that one folder gives."""
    found, more = _ranked(folder, words, WEIGHTS)
    yield _figures(found) | more
    if ablate:
        for part in PARTS:
            cut, _more = _ranked(folder, words, without(WEIGHTS, part))
            yield _worth(found.collection, worth(part, _ndcg(found), _ndcg(cut)))


def _ranked(folder: Path, words: Lexicon, weights: Weights) -> tuple[Evaluation, Line]:
    """What one folder shows, and what the exam shows besides."""
    index = Index(weights=weights, terms=topic_terms(words), lexicon=words)
    if (folder / META).is_file():
        return evaluate_collection(folder, index), {}
    asked = read_exam(folder)
    found, silence = asked.marks(index)
    foreign = [figures for need, figures in found.each.items() if asked.languages[need] != OURS]
    return found, {
        "ndcg@10 not in English": mean(foreign).ndcg,
        "nothing suitable precision": silence.precision,
        "nothing suitable recall": silence.recall,
        "nothing suitable due": silence.due,
    }


def _suggested(folder: Path, words: Lexicon) -> Iterator[Line]:
    """What the exam shows of suggestions; nothing of a collection, which has no topics."""
    if (folder / META).is_file():
        return
    with _empty_database() as session:
        for each in measured(session, folder.parent, words):
            yield {
                "collection": folder.name,
                "suggested": f"{each.leaves} of {each.noun}s",
                "one right": each.figures.one,
                "all right": each.figures.all_,
                "one right unread": each.figures.unread,
                "items": each.figures.items,
            }


@cache
def read_exam(folder: Path) -> Exam:
    """The exam in *folder*, read once. Raises BadJudgement or BadSeed."""
    with _empty_database() as session:
        return exam(session, folder)


@contextmanager
def _empty_database() -> Iterator[Session]:
    """One that lives as long as it takes to read the seed."""
    engine = open_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with open_session(engine, writes=True) as session:
        yield session


def _ndcg(found: Evaluation) -> dict[str, float]:
    return {need: figures.ndcg for need, figures in found.each.items()}


def _figures(found: Evaluation) -> Line:
    return {
        "collection": found.collection,
        "ndcg@10": found.figures.ndcg,
        "mrr@10": found.figures.mrr,
        "recall@20": found.figures.recall,
        "map": found.figures.average_precision,
        "queries": len(found.each),
        "seconds": round(found.seconds, 3),
    }


def _worth(collection: str, found: Worth) -> Line:
    return {
        "collection": collection,
        "without": found.part,
        "ndcg@10": found.without,
        "lost": found.lost,
        "p": found.p,
    }


def _line(row: Line) -> str:
    """The row for reading: what it is of, then each figure with its name."""
    told = [
        f"{name} {value:.4f}" if isinstance(value, float) and name != "seconds" else f"{name} {value}"
        for name, value in row.items()
        if name != "collection"
    ]
    return f"{row['collection']:24}{'  '.join(told)}"
