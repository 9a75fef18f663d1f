"""A process reads its indexes before the first search: with its first request, whatever that asks for."""

from threading import enumerate as threads

from matchmaker.lists import Catalogue
from matchmaker.queries import texts
from matchmaker.services import finding
from matchmaker.web import warming
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.web.conftest import Client


def warmed() -> set[tuple[Catalogue, bool]]:
    for thread in threads():
        if thread.name == warming.NAME:
            thread.join()
    return set(finding._held)


def test_the_first_request_of_a_process_reads_what_a_search_asks_for(
    app: Portal, client: Client, cast: Cast
) -> None:
    """Sabotaged: begun, and nothing read."""
    finding._held.clear()
    warming.begin_when_asked(app)
    browser = client()
    assert warmed() == set()
    browser.get("/favicon.ico")
    assert warmed() == {(catalogue, codes) for catalogue in texts.OPEN for codes in (True, False)}


def test_what_has_been_warmed_is_not_warmed_again(app: Portal, client: Client, cast: Cast) -> None:
    warming.begin_when_asked(app)
    browser = client()
    browser.get("/favicon.ico")
    warmed()
    finding._held.clear()
    browser.get("/favicon.ico")
    assert warmed() == set()
