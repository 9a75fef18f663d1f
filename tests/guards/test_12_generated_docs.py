"""House law 12: generated docs are fresh."""

import pytest

from tools.print_tables import GENERATED, pages


@pytest.mark.parametrize("name", ["policy.md", "workflow.md"])
def test_the_printed_tables_say_what_the_tables_say(name: str) -> None:
    """Else run tools/print_tables.py. Sabotaged: a cell of policy.py and a target of workflow/offer.py."""
    assert (GENERATED / name).read_text(encoding="utf-8") == pages()[name]


def test_nothing_else_is_kept_among_the_generated() -> None:
    """Sabotaged: a file of last year left in docs/generated/."""
    assert {path.name for path in GENERATED.iterdir()} == set(pages())
