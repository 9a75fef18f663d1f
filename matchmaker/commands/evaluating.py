"""`evaluate`: how good the rankings are, on judged collections and on the portal's own exam."""

import json
from pathlib import Path

import click
from sqlmodel import SQLModel

from matchmaker.database import open_engine, open_session
from matchmaker.engine.evaluate import Evaluation
from matchmaker.engine.evaluate import evaluate as evaluate_collection
from matchmaker.engine.judged import BrokenCollection
from matchmaker.services.evaluating import BadJudgement, exam

META = "meta.json"  # what makes a folder a collection; graded pairs of the seed have none


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def evaluate(folders: tuple[Path, ...], as_json: bool) -> None:
    """Rank each judged collection in FOLDERS (or the exam in seed/judgements) and print how good it was."""
    for folder in folders:
        try:
            found = evaluate_collection(folder) if (folder / META).is_file() else _exam(folder)
        except (BrokenCollection, BadJudgement) as error:
            raise click.ClickException(str(error)) from error
        click.echo(json.dumps(_figures(found)) if as_json else _line(found))


def _exam(folder: Path) -> Evaluation:
    """The portal's own exam, in a database that lives as long as it lasts."""
    engine = open_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with open_session(engine, writes=True) as session:
        return exam(session, folder)


def _figures(found: Evaluation) -> dict[str, str | float]:
    return {
        "collection": found.collection,
        "ndcg@10": found.figures.ndcg,
        "mrr@10": found.figures.mrr,
        "recall@20": found.figures.recall,
        "map": found.figures.average_precision,
        "queries": found.queries,
        "seconds": round(found.seconds, 3),
    }


def _line(found: Evaluation) -> str:
    figures = "  ".join(
        f"{name} {value:.4f}"
        for name, value in _figures(found).items()
        if isinstance(value, float) and name != "seconds"
    )
    return f"{found.collection:24}{figures}  {found.queries} queries, {found.seconds:.1f} s"
