"""Pages of a long list: whole, without gaps, whatever number is asked for."""

import pytest
from sqlmodel import Session, col, select

from matchmaker.models import RankingRun
from matchmaker.queries import letters
from matchmaker.queries.paging import PER_PAGE, page_of
from matchmaker.vocabulary import NeedState
from tests.cast import NOON, Cast
from tests.stories import a_need

ROWS = select(RankingRun).order_by(col(RankingRun.needs))


def a_list(session: Session, length: int) -> None:
    session.add_all(
        RankingRun(engine_version="1", needs=number, offers=0, started_at=NOON) for number in range(length)
    )
    session.flush()


@pytest.mark.parametrize(
    ("length", "pages", "last"),
    [(0, 1, 0), (1, 1, 1), (PER_PAGE, 1, PER_PAGE), (PER_PAGE + 1, 2, 1), (3 * PER_PAGE, 3, PER_PAGE)],
)
def test_a_list_is_cut_into_pages(session: Session, length: int, pages: int, last: int) -> None:
    a_list(session, length)
    first = page_of(session, ROWS, 1)
    assert (first.total, first.pages, first.number) == (length, pages, 1)
    assert len(page_of(session, ROWS, pages).rows) == last
    walked = [row.needs for number in range(1, pages + 1) for row in page_of(session, ROWS, number).rows]
    assert walked == list(range(length))


def test_a_list_may_have_shorter_pages(session: Session) -> None:
    a_list(session, 7)
    page = page_of(session, ROWS, 3, size=3)
    assert ([row.needs for row in page.rows], page.number, page.pages) == ([6], 3, 3)


@pytest.mark.parametrize(
    ("asked", "shown"), [(0, 1), (-1, 1), (3, 2), (10**18, 2), (2**63, 2), (-(2**70), 1)]
)
def test_a_number_past_either_end_gives_the_nearest_page(session: Session, asked: int, shown: int) -> None:
    a_list(session, PER_PAGE + 1)
    assert page_of(session, ROWS, asked).number == shown


def test_the_newest_letter_stands_first(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED)
    kinds = [letter.kind for letter in letters.newest(session, 1).rows]
    assert kinds == ["need_published", "please_agree", "need_received"]
