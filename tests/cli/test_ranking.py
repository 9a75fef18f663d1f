"""`matchmaker rank`, `match` and `why`."""

import re

import pytest
from sqlmodel import Session, select

from matchmaker.models import Match, Need, Offer
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import Cast
from tests.cli.conftest import Run
from tests.stories import a_need, an_offer


@pytest.fixture
def need(session: Session, cast: Cast) -> Need:
    """A published need, and an offer that fits it."""
    an_offer(session, cast, state=OfferState.PUBLISHED)
    found = a_need(session, cast, state=NeedState.PUBLISHED)
    session.commit()
    return found


def test_rank_keeps_the_best_of_all_pairs_and_says_how_many(run: Run, session: Session, need: Need) -> None:
    result = run("rank")
    assert result.exit_code == 0
    assert re.search(r"^1 needs x 1 offers: 1 suggestions in \d+\.\d s\.$", result.output, re.MULTILINE)
    assert [match.need_id for match in session.exec(select(Match))] == [need.id]


def test_match_prints_the_offers_of_a_need_with_their_reasons_and_keeps_nothing(
    run: Run, session: Session, need: Need
) -> None:
    offer = session.exec(select(Offer)).one()
    result = run("match", need.ref.lower())
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert lines[0] == f"{need.ref}  Gambia: A forensic laboratory that can read locked phones"
    assert re.fullmatch(rf"  1\. (strong|good) +{offer.ref}  {offer.title} \(Northern Lights .*\)", lines[2])
    assert "     - the topic EVI-02 Digital forensic laboratory" in lines
    assert not re.search(r"\d ?%", result.output)
    assert session.exec(select(Match)).all() == []


def test_match_says_when_nothing_fits(run: Run, session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    session.commit()
    result = run("match", need.ref)
    assert (result.exit_code, result.output.splitlines()[2]) == (0, "No published offer fits.")


@pytest.mark.parametrize("ref", ["N-XXXXXX", "7", "", "' OR 1=1"])
def test_a_need_that_is_not_there_is_said_so(run: Run, need: Need, ref: str) -> None:
    result = run("match", ref)
    assert (result.exit_code, result.output) == (1, f"Error: There is no need {ref}.\n")


def test_why_says_the_place_of_a_pair_and_its_reasons(run: Run, session: Session, need: Need) -> None:
    offer = session.exec(select(Offer)).one()
    result = run("why", need.ref.lower(), offer.ref)
    assert result.exit_code == 0
    assert re.search(r"^Suggested, in place 1 \((strong|good)\)\.$", result.output, re.MULTILINE)
    assert "  the topic EVI-02 Digital forensic laboratory" in result.output


def test_why_not_says_what_bars_a_pair(run: Run, session: Session, cast: Cast, need: Need) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, countries=["LAO"], regions=[], groups=[])
    session.commit()
    lines = run("why", need.ref, offer.ref).output.splitlines()
    assert lines[3:5] == ["Never suggested:", "     - it is for other States"]


def test_why_asks_for_a_need_and_a_published_offer(
    run: Run, session: Session, cast: Cast, need: Need
) -> None:
    draft = an_offer(session, cast)
    session.commit()
    assert run("why", need.ref, draft.ref).output == (
        f"Error: {draft.ref} is not published: it is compared with nothing.\n"
    )
    assert run("why", "N-222222", draft.ref).output == "Error: There is no need of this reference.\n"
    assert run("why", need.ref, "F-222222").output == "Error: There is no offer of this reference.\n"
