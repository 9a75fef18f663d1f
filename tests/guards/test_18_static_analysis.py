"""House law 18: bandit finds nothing in what is delivered but what is explained where it stands."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.house import ROOT

DELIVERED = ("matchmaker", "migrations", "tools", "wsgi.py")
# An import does nothing by itself: each call of what was imported is looked at. (guard 16 lists the imports)
IMPORTS = "B401,B402,B403,B404,B405,B406,B407,B408,B409,B411,B412,B413,B415"


def complaints(*places: Path) -> list[str]:
    """What ruff finds by the rule of the same number (S608 is B608) is explained for both by its waiver."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "-s", IMPORTS, *places]
    found = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603  # our own command
    told = json.loads(found.stdout)
    assert told["errors"] == []
    return [
        f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
        for one in told["results"]
        if not is_explained(one)
    ]


def is_explained(one: dict) -> bool:
    lines = Path(one["filename"]).read_text(encoding="utf-8").splitlines()
    waiver = re.compile(rf"# noqa: S{one['test_id'][1:]}\s+# \S+")
    return any(waiver.search(lines[number - 1]) for number in one["line_range"])


@pytest.mark.proves("S66")
def test_bandit_finds_nothing_that_is_not_explained() -> None:
    """Sabotaged: `hashlib.md5(word)` and a password in settings.py."""
    assert complaints(*(ROOT / place for place in DELIVERED)) == []


@pytest.mark.proves("S66", "S40")
def test_bandit_sees_what_it_is_there_for(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    lines = ("found = f\"SELECT * FROM need WHERE ref = '{ref}'\"", 'secret_key = "dev"', "assert found")
    bad.write_text("\n".join(lines), encoding="utf-8")
    assert [each.split()[1] for each in complaints(tmp_path)] == ["B608", "B105", "B101"]
