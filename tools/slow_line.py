"""Prints how long somebody on a line of 250 kbit/s and 300 ms waits until a page can be read: for docs/slow-line.md.

    python tools/slow_line.py

It plants the demonstration in a folder of its own, compresses as a proxy does, and asks Chromium when it painted.
"""

import gzip
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.looking import let_sign_in  # noqa: E402  # after the path above: this script runs from anywhere
from tests.browsing import launch, slow_down  # noqa: E402  # the same
from tools.time_on_task import planted, print_table  # noqa: E402  # the same

HEAD = ("page", "by", "language", "KB at first", "s", "KB later", "s")
PLACES = (
    ("Home", "", "/"),
    ("The form of a need", "Amina", "/needs/write"),
    ("Search", "", "/search?words=phones"),
    ("Needs", "Carla", "/needs/"),
    ("Review queue", "Dao", "/matches/"),
)
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
CAME = "() => performance.getEntries().reduce((sum, one) => sum + (one.transferSize ?? 0), 0)"
Answer = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def compressing(answer: Answer) -> Answer:
    """*answer* behind a proxy that compresses."""

    def compressed(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        said: list[Any] = []
        body = gzip.compress(b"".join(answer(environ, lambda *line: said.extend(line[:2]))))
        kept = [(name, value) for name, value in said[1] if name.lower() != "content-length"]
        start(said[0], [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))])
        return [body]

    return compressed


def measured(page: Page, url: str) -> tuple[str, str]:
    """Kilobytes of the page under *url*, and seconds until it is painted: its text, for it waits for no picture."""
    page.goto(url)
    page.wait_for_function(PAINTED)
    return f"{page.evaluate(CAME) / 1000:.1f}", f"{page.evaluate(PAINTED) / 1000:.1f}"


def rows() -> Iterator[tuple[str, ...]]:
    with planted() as (app, address, people), sync_playwright() as playwright:
        app.wsgi_app = compressing(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation does it
        browser = launch(playwright)
        for language in ("en", "ar", "zh"):
            for name, who, path in PLACES:
                context = browser.new_context(locale=language)
                let_sign_in(context, app, address, people[who] if who else None, language)
                app.test_client().get(path)  # what the portal keeps for everybody is not the line's to bring
                page = context.new_page()
                slow_down(page)
                first = measured(page, address + path)
                page.goto(f"{address}/help/")
                yield name, who or "a visitor", language, *first, *measured(page, address + path)
                context.close()
        browser.close()


if __name__ == "__main__":
    print_table(HEAD, rows())
