"""Who reads a file: never more than read what it belongs to, and the other side once the two have met."""

import pytest
from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Attachment
from matchmaker.policy import can
from matchmaker.services.moves import life_of
from matchmaker.vocabulary import MatchState, NeedState, OfferState, PoolState, Visibility
from tests.cast import Cast
from tests.files import a_file, a_file_said
from tests.islands import a_pool
from tests.stories import a_match, a_need, an_offer

EVERYBODY = ("eve", "bashir", "amina", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba")
OURS, STAFF = {"amina", "bashir"}, {"dao", "erik"}
DONORS, PUBLIC = {"carla", "chen"}, {"eve", "ines", "farah", "gus", "hiba"}


def may_open(cast: Cast, file: Attachment) -> set[str]:
    return {who for who in EVERYBODY if can(getattr(cast, who), Action.READ_ATTACHMENT, file)}


@pytest.mark.parametrize(
    ("state", "need_for", "file_for", "readers"),
    [
        (NeedState.DRAFT, Visibility.PUBLIC, Visibility.PUBLIC, OURS),
        (NeedState.IN_CHECK, Visibility.PUBLIC, Visibility.PUBLIC, OURS | STAFF),
        (NeedState.IN_MATCHING, Visibility.PUBLIC, Visibility.PUBLIC, OURS | STAFF | DONORS | PUBLIC),
        (NeedState.IN_MATCHING, Visibility.PUBLIC_SUMMARY, Visibility.PUBLIC, OURS | STAFF | DONORS),
        (NeedState.IN_MATCHING, Visibility.PUBLIC, Visibility.DONORS, OURS | STAFF | DONORS),
        (NeedState.IN_MATCHING, Visibility.DONORS, Visibility.DONORS, OURS | STAFF | DONORS),
        (NeedState.IN_MATCHING, Visibility.NAMED_DONORS, Visibility.PUBLIC, OURS | STAFF | {"chen"}),
        (NeedState.IN_MATCHING, Visibility.PUBLIC, Visibility.SECRETARIAT, OURS | STAFF),
        (NeedState.IN_MATCHING, Visibility.SECRETARIAT, Visibility.PUBLIC, OURS | STAFF),
        (NeedState.ON_HOLD, Visibility.PUBLIC, Visibility.PUBLIC, OURS | STAFF),
    ],
)
def test_a_file_is_never_wider_than_its_need(
    cast: Cast,
    session: Session,
    state: NeedState,
    need_for: Visibility,
    file_for: Visibility,
    readers: set[str],
) -> None:
    need = a_need(session, cast, state=state, visibility=need_for)
    assert may_open(cast, a_file(session, cast, need, visibility=file_for)) == readers


@pytest.mark.parametrize(
    ("offer_for", "file_for", "readers"),
    [
        (Visibility.PUBLIC, Visibility.PUBLIC, set(EVERYBODY)),
        (Visibility.PUBLIC, Visibility.DONORS, {"carla", "chen"} | STAFF),
        (Visibility.DONORS, Visibility.PUBLIC, {"carla", "chen"} | STAFF),
        (Visibility.PUBLIC, Visibility.SECRETARIAT, {"carla"} | STAFF),
    ],
)
def test_a_file_is_never_wider_than_its_offer(
    cast: Cast,
    session: Session,
    offer_for: Visibility,
    file_for: Visibility,
    readers: set[str],
) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=offer_for)
    assert may_open(cast, a_file(session, cast, offer, visibility=file_for)) == readers


@pytest.mark.proves("S10")
def test_only_once_introduced_each_side_opens_the_closed_files_of_the_other(
    cast: Cast, session: Session
) -> None:
    """Sabotaged: every match taken for an introduction."""
    closed = Visibility.SECRETARIAT
    asked = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    assert may_open(cast, a_file(session, cast, asked.need, visibility=closed)) == OURS | STAFF
    assert may_open(cast, a_file(session, cast, asked.offer, visibility=closed)) == {"carla"} | STAFF
    met = a_match(session, cast, state=MatchState.EXPLORING)
    for thing in (met.need, met.offer):
        assert may_open(cast, a_file(session, cast, thing, visibility=closed)) == OURS | STAFF | {"carla"}


THREADS = {
    "need": Action.READ_NEED_THREAD,
    "offer": Action.READ_OFFER_THREAD,
    "match": Action.READ_MATCH_THREAD,
    "pool": Action.READ_POOL_THREAD,
}


@pytest.mark.proves("S10")
def test_a_file_that_came_with_a_message_is_read_by_those_who_read_that_thread(
    cast: Cast, session: Session
) -> None:
    """The rules of files repeat those of threads; sabotaged: each of them."""
    met, asked = (
        a_match(session, cast, state=one) for one in (MatchState.EXPLORING, MatchState.CONSENT_ASKED)
    )
    open_need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC)
    open_offer = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.PUBLIC)
    pools = (a_pool(session, cast), a_pool(session, cast, state=PoolState.STANDING))
    things = (met, asked, met.need, met.offer, open_need, open_offer, *pools)
    for thing in things:
        noun = str(life_of(thing).noun)
        file = a_file_said(session, thing, cast.dao)
        readers = {who for who in EVERYBODY if can(getattr(cast, who), THREADS[noun], thing)}
        assert (noun, may_open(cast, file)) == (noun, readers)
        assert [who for who in EVERYBODY if can(getattr(cast, who), Action.REMOVE_ATTACHMENT, file)] == []
