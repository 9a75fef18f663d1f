"""House law 12: generated docs are fresh."""

import pytest

from tools.print_proofs import PAGE, ROOT, page, proofs, requirements
from tools.print_tables import GENERATED, pages


@pytest.mark.parametrize("name", ["policy.md", "workflow.md"])
def test_the_printed_tables_say_what_the_tables_say(name: str) -> None:
    """Else run tools/print_tables.py. Sabotaged: a cell of policy.py and a target of workflow/offer.py."""
    assert (GENERATED / name).read_text(encoding="utf-8") == pages()[name]


def test_nothing_else_is_kept_among_the_generated() -> None:
    """Sabotaged: a file of last year left in docs/generated/."""
    assert {path.name for path in GENERATED.iterdir()} == set(pages())


def test_the_page_of_proofs_says_what_the_markers_say() -> None:
    """Else run tools/print_proofs.py. Sabotaged: a marker taken from a test."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_test_proves_what_is_required_and_kept_somewhere() -> None:
    """Sabotaged: a marker of a requirement that nobody has; a place that was renamed."""
    places = {one.id: one.place for group in requirements().values() for one in group}
    proven = proofs().keys()
    assert proven - places.keys() == set()
    assert {id_: places[id_] for id_ in proven if not (ROOT / places[id_]).exists()} == {}
