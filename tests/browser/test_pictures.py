"""Twelve pages as they were last found good, in coarse greys: what falls apart without any rule broken is seen here.

    python -m pytest tests/browser/test_pictures.py --draw   # after a change that was meant: draws them anew

A picture is a screen in cells of 20 px, each a grey of 16 from 0 (black) to f. Fonts differ a little from one
machine to the next; a page that has lost its styles, its columns or its direction differs in a quarter and more.
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from matchmaker import clock
from tests.browser.conftest import Look
from tests.browser.looking import HEIGHT, WIDTHS, Looker
from tests.browser.world import World
from tests.cast import NOON

PICTURES = Path(__file__).parent / "pictures"
CELL = 20  # px
FAR = 2  # of 16 greys: further apart, and a cell is another one
MOST_OTHERS = 0.2  # of the cells in which anything stands
PAGES = {
    "eve": ("home.show", "needs.index", "offers.index", "picture.show", "security.login"),
    "amina": ("desk.show", "needs.write", "needs.show (no_objection)"),
    "carla": ("desk.show", "matches.show (consent_asked)"),
    "dao": ("matches.queue", "needs.show (in_check)"),
}
# The screen as it stands, in greys of cells: drawn by the browser itself, into as many pixels as there are cells.
GREYS = """async ([screen, across, down]) => {
  const image = await createImageBitmap(await (await fetch(screen)).blob());
  const canvas = new OffscreenCanvas(across, down), pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, across, down);
  const { data } = pen.getImageData(0, 0, across, down);
  const grey = (at) => Math.min(15, (data[at] * 0.3 + data[at + 1] * 0.59 + data[at + 2] * 0.11) >> 4);
  return Array.from({ length: down }, (_, y) =>
    Array.from({ length: across }, (_, x) => grey(4 * (y * across + x)).toString(16)).join("")).join("\\n");
}"""


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_page_looks_as_it_was_last_found_good(
    world: Callable[[str], World],
    look: Look,
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    """Sabotaged: the style sheet left out; Arabic written from the left; the columns of a page in one."""
    there = world("sqlite")
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))
    changed = []
    for who, names in PAGES.items():
        reader = look(there, who, language, {})
        for name in names:
            reader.goto(next(page.path for page in there.pages[who] if page.name == name), name=name)
            for width in WIDTHS:
                kept = PICTURES / language / f"{who} {name} {width}.txt"
                seen = greys(reader, width)
                if pytestconfig.getoption("--draw"):
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    kept.write_text(seen + "\n")
                elif (others := share_of_others(seen, kept.read_text())) > MOST_OTHERS:
                    changed.append(f"{kept.name}: {others:.0%} of the cells\n{seen}")
    assert changed == [], "\n\n".join(changed)


def greys(reader: Looker, width: int) -> str:
    """The first screen at *width*, a line of cells under the other."""
    reader.page.set_viewport_size({"width": width, "height": HEIGHT})
    screen = b64encode(reader.page.screenshot(animations="disabled")).decode()
    drawing = reader.page.context.new_page()  # an empty page, to which no policy of ours applies
    drawn = drawing.evaluate(GREYS, [f"data:image/png;base64,{screen}", width // CELL, HEIGHT // CELL])
    drawing.close()
    return str(drawn)


def share_of_others(seen: str, kept: str) -> float:
    """How many of the cells in which anything stands have another grey, from 0 to 1; all if it is another screen."""
    if [len(line) for line in seen.split()] != [len(line) for line in kept.split()]:
        return 1
    one, other = ["".join(screen.split()) for screen in (seen, kept)]
    paper = [max(set(screen), key=screen.count) for screen in (one, other)]
    pairs = [pair for pair in zip(one, other, strict=True) if [*pair] != paper]
    return sum(abs(int(now, 16) - int(then, 16)) >= FAR for now, then in pairs) / len(pairs)
