"""Work that follows a deed is remembered for after the commit, and forgotten with a deed that failed."""

from sqlmodel import Session

from matchmaker.services.work import Work, ask, asked
from matchmaker.vocabulary import Job


def test_work_is_asked_for_once_in_the_order_of_asking() -> None:
    session = Session()
    for job, thing in ((Job.RANK_NEED, 2), (Job.RANK_OFFER, 1), (Job.RANK_NEED, 2)):
        ask(session, job, thing)
    assert asked(session) == [Work(Job.RANK_NEED, 2), Work(Job.RANK_OFFER, 1)]
    assert asked(session) == []


def test_a_session_knows_only_its_own_work() -> None:
    one, another = Session(), Session()
    ask(one, Job.RANK_NEED, 1)
    assert asked(another) == []
