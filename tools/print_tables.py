"""Prints who may do what, when, and by when: the policy's table, the lives of need, offer, match and others, the terms.

    python tools/print_tables.py           # writes docs/generated/policy.md, workflow.md and deadlines.md

A guard compares the files with the tables, so that the documentation cannot lag behind.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from matchmaker import policy  # noqa: E402  # after the path above: this script runs from anywhere
from matchmaker.actions import Action  # noqa: E402  # the same
from matchmaker.labels import label  # noqa: E402  # the same
from matchmaker.services.deadlines import DEADLINES  # noqa: E402  # the same
from matchmaker.workflow.invitation import INVITATION  # noqa: E402  # the same
from matchmaker.workflow.lesson import LESSON  # noqa: E402  # the same
from matchmaker.workflow.machine import Life  # noqa: E402  # the same
from matchmaker.workflow.match import MATCH  # noqa: E402  # the same
from matchmaker.workflow.need import NEED  # noqa: E402  # the same
from matchmaker.workflow.offer import OFFER  # noqa: E402  # the same
from matchmaker.workflow.pool import POOL  # noqa: E402  # the same
from matchmaker.workflow.profile import PROFILE  # noqa: E402  # the same

GENERATED = ROOT / "docs" / "generated"
NOTICE = "<!-- Written by tools/print_tables.py. Change the code, then run it. -->"


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def rule_names() -> dict[policy.Rule, str]:
    """Each rule of the table under the name that rules.py gives it."""
    used = {rule for rules in policy.TABLE.values() for rule in rules}
    return {rule: name.lower() for name, rule in vars(policy).items() if callable(rule) and rule in used}


def policy_lines() -> Iterator[str]:
    names = rule_names()
    yield from (NOTICE, "", "# Who may do what", "")
    yield "An action a row, a role a column; a dot is *no*. For *when* see [workflow.md](workflow.md)."
    yield ""
    yield row("action", *(str(label(role)) for role in policy.COLUMNS))
    yield row("---", *("---" for _ in policy.COLUMNS))
    for action, rules in policy.TABLE.items():
        yield row(f"`{action}`", *("·" if rule is policy.no else names[rule] for rule in rules))
    yield from ("", "## The rules", "")
    for rule, name in names.items():
        if rule.__doc__:
            yield f"- *{name}*: {rule.__doc__.splitlines()[0]}"


def workflow_lines() -> Iterator[str]:
    yield from (NOTICE, "", "# When it may be done", "")
    yield "One table for each life. For *who* see [policy.md](policy.md)."
    for life in (NEED, OFFER, MATCH, LESSON, POOL, INVITATION, PROFILE):
        yield from life_lines(life)


def life_lines(life: Life) -> Iterator[str]:
    ends = ", ".join(state for state in type(life.start) if state in life.ends)
    yield from ("", f"## The life of {article(life.noun)} {life.noun}", "")
    yield f"Begins as `{life.start}`; may end as {ends}."
    yield from ("", row("action", "from", "to"), row("---", "---", "---"))
    for action, move in life.moves.items():
        sources = ", ".join(state for state in type(life.start) if state in move.sources)
        yield row(f"`{action}`", sources, move.target or "(stays)")
    yield from ("", *drawing(life))


def article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def drawing(life: Life) -> Iterator[str]:
    """The same as a picture, for readers whose viewer draws it."""
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {life.start}")
    for action, move in life.moves.items():
        for state in type(life.start):
            if state in move.sources and move.target not in (None, state):
                yield f"    {state} --> {move.target} : {Action(action).value.split('.')[1]}"
    yield "```"


def deadline_lines() -> Iterator[str]:
    yield from (NOTICE, "", "# By when", "")
    yield "What the portal counts, and what happens then. Working days are those of whoever is to act."
    yield ""
    yield row("what", "how long", "set by", "why")
    yield row(*["---"] * 4)
    for length in DEADLINES.values():
        yield row(length.what, f"{length.amount} {length.unit}", length.source, length.why)


def pages() -> dict[str, str]:
    """File name -> what it should hold."""
    return {
        "deadlines.md": "\n".join(deadline_lines()) + "\n",
        "policy.md": "\n".join(policy_lines()) + "\n",
        "workflow.md": "\n".join(workflow_lines()) + "\n",
    }


def main() -> None:
    GENERATED.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (GENERATED / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
