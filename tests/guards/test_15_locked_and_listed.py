"""House law 15: every package is locked by its hash and listed, and nothing is fetched from elsewhere."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.guards.house import PACKAGE, ROOT
from tools.list_parts import Part, bill, parts

LOCKS = ("requirements.txt", "requirements-test.txt")
SHOWN = {".html", ".css", ".js", ".svg"}
# A name of a language of XML looks like an address and is none.
ELSEWHERE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/(?:2000/svg|1999/xlink))[\w-]+\.[\w.-]+")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> list[Part]:
    return list(parts((ROOT / lock).read_text(encoding="utf-8")))


@pytest.mark.proves("S63")
@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_its_hash(lock: str) -> None:
    """Sabotaged: a hash taken away; an index named in a line of its own."""
    assert [part.name for part in locked(lock) if not part.hashes] == []
    assert len(locked(lock)) > 40


@pytest.mark.proves("S63")
def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Sabotaged: a package added to pyproject.toml alone."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {plain(re.match(r"[\w.-]+", wanted)[0]) for wanted in asked["dependencies"]}
    for lock in LOCKS:
        assert names - {plain(part.name) for part in locked(lock)} == set()


@pytest.mark.proves("S63")
def test_the_bill_lists_what_is_locked_and_is_the_same_each_time() -> None:
    command = [sys.executable, ROOT / "tools" / "list_parts.py"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603  # our own command
    assert json.loads(printed) == bill()
    listed = [(each["name"], each["version"], len(each["hashes"])) for each in bill()["components"]]
    assert listed == [(part.name, part.version, len(part.hashes)) for part in locked("requirements.txt")]
    assert {each["purl"] for each in bill()["components"]} == set(bill()["dependencies"][0]["dependsOn"])


def test_a_line_that_is_no_package_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="neither a package nor a hash"):
        list(parts("--index-url https://elsewhere.example/simple\n"))


def elsewhere() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in SHOWN:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if ELSEWHERE.search(line):
                    yield f"{path.relative_to(ROOT)}:{number}"


@pytest.mark.proves("S63")
def test_no_page_names_another_host() -> None:
    """Sabotaged: a style sheet of another host in base.html."""
    assert list(elsewhere()) == []
