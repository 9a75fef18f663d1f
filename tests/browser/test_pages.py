"""Every page, as everybody who may read it, in both directions of writing: nothing to complain of."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Look
from tests.browser.world import World

READERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah", "gus")
# The six languages share their pages; these three have a direction, a script or a width of their own.
SEEN = [("sqlite", "en"), ("sqlite", "ar"), ("sqlite", "zh"), ("postgresql", "en")]


@pytest.mark.parametrize(("kind", "language"), SEEN)
@pytest.mark.parametrize("who", READERS)
def test_every_page_that_somebody_may_read_is_in_order(
    world: Callable[[str], World], look: Look, who: str, kind: str, language: str
) -> None:
    """axe, the console, other hosts, the width of a phone and of a desk, language and direction, nothing inline."""
    there = world(kind)
    reader = look(there, who, language)
    for page in there.pages[who]:
        reader.goto(page.path, name=page.name)
        reader.look()
    assert len(there.pages[who]) > 5
