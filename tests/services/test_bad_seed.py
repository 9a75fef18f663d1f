"""A wrong row of the seed: a clear word on file, row, field and what is wrong."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from matchmaker.services import seeding

SEED = Path(__file__).parent.parent.parent / "seed"


def broken(tmp_path: Path, file: str, old: str, new: str) -> str:
    """What is said of the seed when, in *file*, *old* is *new*."""
    folder = tmp_path / "seed"
    shutil.copytree(SEED, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(seeding.BadSeed) as refusal:
        seeding.read(folder, today=date(2026, 12, 9))
    return str(refusal.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "needs/en_1.toml",
            'topic = "EVI-02"',
            'topic = "EVI-99"',
            "en_1.toml, need 1 (gmb-forensic-laboratory), components.0.topic: "
            'found "EVI-99"; this code is not in our lists',
        ),
        (
            "needs/en_1.toml",
            "women_share = 30",
            "women_share = 130",
            "en_1.toml, need 1 (gmb-forensic-laboratory), women_share: "
            'found "130"; the number may be at most 100',
        ),
        (
            "offers/es.toml",
            "capacity = 3",
            "capacities = 3",
            'es.toml, offer 1 (es-provider-data-mentoring), capacities: found "3"; there is no such field',
        ),
        (
            "matches.toml",
            'offer = "en-forensic-lab-starter"',
            'offer = "en-forensic-lab"',
            "matches.toml: there is no pair of gmb-forensic-laboratory and en-forensic-lab.",
        ),
        (
            "needs/en_1.toml",
            'key = "gmb-mutual-assistance-requests"',
            'key = "gmb-forensic-laboratory"',
            "These keys stand twice: gmb-forensic-laboratory.",
        ),
        (
            "talks.toml",
            'need = "gmb-forensic-laboratory"',
            'need = "gmb-forensic-laboratories"',
            "talks.toml: there is no thread of gmb-forensic-laboratories.",
        ),
        (
            "providers/en.toml",
            'key = "en-meridian-fund"',
            'key = "en-other-fund"',
            "offer en-pooled-fund-contribution: its provider en-meridian-fund is in no file of providers.",
        ),
    ],
)
def test_a_wrong_row_is_named_with_its_reason(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    assert broken(tmp_path, file, old, new).splitlines()[0] == said


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert broken(tmp_path, "cast.toml", "[[person]]", "[[person").startswith("cast.toml: ")
