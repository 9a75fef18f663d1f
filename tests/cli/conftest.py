"""The command line as somebody at a terminal meets it, on a database of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.settings import Settings

Run = Callable[..., Result]

CAST = """
password = "a password for tests"
secretariat = "Secretariat"
verified = "Known from its register."
others = ["Noor", "Sasha"]

[[person]]
name = "Amina"
role = "focal_point"
organisation = "gmb"
email = "amina@example.org"
language = "en"

[[person]]
name = "Dao"
role = "case_officer"
organisation = "secretariat"
email = "dao@example.org"
language = "fr"

[[person]]
name = "Erik"
role = "releaser"
organisation = "secretariat"
email = "erik@example.org"
language = "en"
"""
PROVIDERS = """
[[organisation]]
key = "en-lab"
name = "Laboratory College"
kind = "university"
"""
NEEDS = """
[[need]]
key = "gmb-laboratory"
country = "GMB"
institution = "Forensic Service"
language = "en"
title = "A forensic laboratory that can read locked phones"
problem = "Two examiners serve the whole country and 140 phones wait."
expected_result = "Twelve examiners, and no phone waits longer than 30 days."
components = [{ topic = "EVI-02", modality = "TRN", quantity = "12 examiners" }]
beneficiaries = "30 examiners"
previous_assistance = "None so far."
earliest_start = 2027-03-01
latest_end = 2027-12-31
languages = ["en"]
public_summary = "A State would like to train examiners."
state = "in_matching"
"""
OFFERS = """
[[offer]]
key = "en-examiners"
provider = "en-lab"
language = "en"
title = "Mentors for forensic laboratories"
description = "An experienced examiner works beside yours for six weeks, on locked phones."
topics = ["EVI-02"]
modalities = ["TRN"]
languages = ["en"]
not_covered = "Equipment."
conditions = "None."
valid_from = 2026-09-01
valid_until = 2028-12-31
state = "published"
"""
MATCHES = """
[[match]]
need = "gmb-laboratory"
offer = "en-examiners"
state = "shortlisted"
on = 2026-11-12
"""
JUDGEMENTS = "need,offer,grade,reason\ngmb-laboratory,en-examiners,3,The same thing.\n"


@pytest.fixture
def run(settings: Settings) -> Run:
    """`run("rank")` is `matchmaker rank` with the settings of this test; more of the environment as env."""
    environment = {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "MATCHMAKER_VAR": str(settings.var),
        "MATCHMAKER_DEMO": "",
        "MATCHMAKER_TRIAL": "1",
        "MATCHMAKER_INLINE": "1",
    }

    def invoke(*words: str | Path, env: dict[str, str] | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=environment | (env or {}))

    return invoke


@pytest.fixture
def small_seed(tmp_path: Path) -> Path:
    """A folder with a seed of one need, one offer and one match."""
    files = {
        "cast.toml": CAST,
        "providers/en.toml": PROVIDERS,
        "needs/en.toml": NEEDS,
        "offers/en.toml": OFFERS,
        "matches.toml": MATCHES,
        "judgements/english.csv": JUDGEMENTS,
    }
    for name, text in files.items():
        file = tmp_path / "seed" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "seed"
