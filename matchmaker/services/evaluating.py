"""The engine's exam on our own ground: the seed's needs and offers, and the pairs that people have graded."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from sqlmodel import Session

from matchmaker.engine.measuring.evaluate import Evaluation, Silence, examine
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.models import Need, Offer
from matchmaker.services.profiles import need_profile, offer_profile
from matchmaker.services.seeding import need_road, offer_road
from matchmaker.services.seeding.people import settle
from matchmaker.services.seeding.rows import WRITTEN_ON
from matchmaker.services.seeding.seed import Seed, read

COLUMNS = ("need", "offer", "grade", "reason")
GRADES = ("0", "1", "2", "3")
NOON = datetime.combine(WRITTEN_ON, time(12, tzinfo=UTC))  # the grades were given on this day


class BadJudgement(Exception):
    """A graded pair that cannot be used: says file, line and what is wrong."""


@dataclass(frozen=True)
class Exam:
    """Needs and offers by key, and the graded pairs of them: any engine can take it, and any number of times."""

    needs: Mapping[str, NeedProfile]
    offers: Mapping[str, OfferProfile]
    grades: Mapping[str, Mapping[str, int]]

    def marks(self, index: Index) -> tuple[Evaluation, Silence]:
        """How well *index* ranks, which then holds the offers of the exam."""
        return examine(index.fit(self.offers.values()), self.needs, self.offers, self.grades)

    @property
    def languages(self) -> Mapping[str, str]:
        """The language of each need, by key."""
        return {key: need.language for key, need in self.needs.items()}


def exam(session: Session, folder: Path) -> Exam:
    """The graded pairs in *folder*, over the seed that lies beside it.

    *session* is of an empty database, into which the seed is written. Raises BadJudgement, or BadSeed where
    the seed itself does not load.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise BadJudgement(f"{folder} holds no graded pairs (a .csv file), and no collection (meta.json).")
    seed = read(folder.parent, today=WRITTEN_ON)
    grades = read_judgements(files, seed)
    return Exam(*profiles(session, seed), grades)


def read_judgements(files: Sequence[Path], seed: Seed) -> dict[str, dict[str, int]]:
    """Need -> offer -> grade (0 none, 1 little, 2 worth a talk, 3 made for each other)."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for path in files:
        for line, row in _rows(path):
            wrong = _wrong(row, seed, grades)
            if wrong:
                raise BadJudgement(f"{path.name}, line {line}: {wrong}")
            grades[row["need"]][row["offer"]] = int(row["grade"])
    return grades


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadJudgement(f"{path.name}, line 1: the columns must be {', '.join(COLUMNS)}.")
        for row in reader:
            yield reader.line_num, row


def _wrong(row: dict[str, str], seed: Seed, grades: dict[str, dict[str, int]]) -> str:
    """What is wrong with one graded pair; nothing for a good one."""
    if row["need"] not in seed.needs:
        return f"there is no need {row['need']} in the seed."
    if row["offer"] not in seed.offers:
        return f"there is no offer {row['offer']} in the seed."
    if row["grade"] not in GRADES:
        return f"found grade {row['grade']}; it may be {', '.join(GRADES)}."
    if row["offer"] in grades[row["need"]]:
        return f"the pair of {row['need']} and {row['offer']} is graded twice."
    return ""


def profiles(session: Session, seed: Seed) -> tuple[dict[str, NeedProfile], dict[str, OfferProfile]]:
    """Every need and offer of the seed as the engine reads it, whatever its state, by key."""
    needs, offers = written(session, seed)
    return (
        {key: need_profile(need, on=WRITTEN_ON) for key, need in needs.items()},
        {key: offer_profile(offer) for key, offer in offers.items()},
    )


def written(session: Session, seed: Seed) -> tuple[dict[str, Need], dict[str, Offer]]:
    """Every need and offer of the seed as a draft, by key."""
    people = settle(session, seed.cast, seed.providers, seed.languages, since=NOON)
    needs = {
        key: need_road.write(session, row, people, seed.story(key), now=NOON)
        for key, row in seed.needs.items()
    }
    return needs, {key: offer_road.write(session, row, people, now=NOON) for key, row in seed.offers.items()}
