"""Prints what is required of security and reliability, where it is kept, and which tests prove it.

    python tools/print_proofs.py           # writes docs/security.md, in about a second

The list is docs/requirements.txt; the proofs are the tests that carry `@pytest.mark.proves("S16")`. Nobody writes the
table by hand, so it cannot say more than the tests do. Below it stands docs/attempts.txt: what was tried by hand.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIST = ROOT / "docs" / "requirements.txt"
ATTEMPTS = ROOT / "docs" / "attempts.txt"
PAGE = ROOT / "docs" / "security.md"
NOT_HERE = "does not apply:"
SELDOM = "tests/hours/"
HEAD = """\
<!-- Written by `python tools/print_proofs.py` from docs/requirements.txt and the marker `proves` of the tests.
     At a conflict take either side, and run it again. -->

# Security and reliability: what is required, where it is kept, what proves it

S: security, in the order of the OWASP Application Security Verification Standard 5.0, levels 1 and 2 as far as they
apply, and a few of level 3. R: reliability, what must hold when something breaks. A requirement that no test proves is
**open**: it may be met, but nobody has shown it. Tests run on SQLite and on PostgreSQL wherever a database is touched.
What takes hours is not run at each change, but before a release: `--long` stands behind it (CONTRIBUTING.md).
"""


@dataclass(frozen=True)
class Requirement:
    """*id* such as S16; *place* where it is kept, a path below the root; *text* one sentence."""

    id: str
    place: str
    text: str

    @property
    def applies(self) -> bool:
        return not self.text.startswith(NOT_HERE)


@dataclass(frozen=True)
class Proof:
    """One test, by the file in which it stands and its name."""

    path: Path
    name: str

    @property
    def link(self) -> str:
        place = self.path.relative_to(ROOT).as_posix()
        seldom = " (`--long`)" if place.startswith(SELDOM) else ""
        return f"[{self.name.removeprefix('test_').replace('_', ' ')}](../{place}){seldom}"


def requirements() -> dict[str, list[Requirement]]:
    """Heading -> what stands below it, in the order of the list."""
    found: dict[str, list[Requirement]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found[line.removeprefix("## ")] = []
        elif "|" in line and not line.startswith("#"):
            id_, place, text = (part.strip() for part in line.split("|", 2))
            found[list(found)[-1]].append(Requirement(id_, place, text))
    return found


def proofs() -> dict[str, list[Proof]]:
    """Id -> the tests that prove it, by file and place in it."""
    found: dict[str, list[Proof]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "proves(" not in text:
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                for id_ in proven_by(node):
                    found[id_].append(Proof(path, node.name))
    return found


def proven_by(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.proves":
            yield from (ast.literal_eval(word) for word in mark.args)


def lines() -> Iterator[str]:
    listed, proven = requirements(), proofs()
    every = [one for group in listed.values() for one in group]
    shown = sum(one.applies and one.id in proven for one in every)
    apart = sum(not one.applies for one in every)
    tests = len({proof for found in proven.values() for proof in found})
    yield HEAD
    yield (
        f"Of {len(every)} requirements {shown} are proven, by {tests} tests; "
        f"{len(every) - shown - apart} are open, {apart} do not apply."
    )
    for heading, group in listed.items():
        yield from (
            "",
            f"## {heading}",
            "",
            "| | requirement | where | proven by |",
            "| --- | --- | --- | --- |",
        )
        yield from (row(one, proven.get(one.id, [])) for one in group)
    yield from (
        "",
        "## What was tried by hand to learn of a confidential need",
        "",
        ATTEMPTS.read_text().rstrip(),
    )


def row(one: Requirement, found: list[Proof]) -> str:
    kept = ROOT / one.place
    place = f"[{one.place}](../{one.place})" if found and kept.exists() else ""
    what = "; ".join(proof.link for proof in found) or ("**open**" if one.applies else "")
    return f"| {one.id} | {one.text} | {place} | {what} |"


def page() -> str:
    return "\n".join(lines()) + "\n"


def main() -> None:
    known = {one.id for group in requirements().values() for one in group}
    if strange := proofs().keys() - known:
        sys.exit(f"{', '.join(sorted(strange))}: no such requirement in {LIST.relative_to(ROOT)}")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
