"""Every page, as everybody who may read it, in both directions of writing: nothing to complain of."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Look
from tests.browser.looking import PHONE
from tests.browser.world import World

AT_400_PERCENT = 320
# Who sees much the same stands together; the first of them sees the most.
READERS = [("eve", "gus", "hiba", "farah"), ("amina", "bashir"), ("carla",), ("dao", "erik")]


@pytest.mark.parametrize("readers", READERS, ids=lambda readers: readers[0])
def test_every_page_that_somebody_may_read_is_in_order(
    world: Callable[[str], World], look: Look, readers: tuple[str, ...]
) -> None:
    """axe, the console, other hosts, the width of a phone and of a desk, language and direction, nothing inline."""
    there = world("sqlite")
    known: dict = {}
    faces: set = set()
    for who in readers:
        reader = look(there, who, "en", known)
        for page in there.pages[who]:
            if not page.face or (page.name, page.face) not in faces:
                faces.add((page.name, page.face))
                reader.goto(page.path, name=page.name)
                reader.look()


@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.parametrize("readers", READERS, ids=lambda readers: readers[0])
def test_every_page_is_in_order_in_other_scripts(
    world: Callable[[str], World], look: Look, readers: tuple[str, ...], language: str
) -> None:
    """The same; of pages that look alike to several readers one is enough, and axe looks at them on a phone."""
    there = world("sqlite")
    known: dict = {}
    faces: set = set()
    for who in readers:
        reader = look(there, who, language, known)
        for page in there.pages[who]:
            if (page.name, page.face) not in faces:
                faces.add((page.name, page.face))
                reader.goto(page.path, name=page.name)
                reader.look(axe_at=(PHONE,))


@pytest.mark.parametrize("who", ["amina", "carla", "dao"])
def test_every_page_reflows_at_four_times_its_size(
    world: Callable[[str], World], look: Look, who: str
) -> None:
    """A window of 1280 px at 400 % is one of 320 px: nothing has to be moved sideways to be read."""
    there = world("sqlite")
    reader = look(there, who, "en", {})
    for page in there.pages[who]:
        reader.goto(page.path, name=page.name)
        reader.look(widths=(AT_400_PERCENT,), axe_at=())


def test_every_page_is_the_same_on_postgresql(world: Callable[[str], World], look: Look) -> None:
    """Whatever the database, each page answers and the console stays silent."""
    there = world("postgresql")
    for who in ("amina", "dao"):
        reader = look(there, who, "en", {})
        for page in there.pages[who]:
            reader.goto(page.path, name=page.name)
            reader.check()
