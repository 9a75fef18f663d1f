"""Advice beside a form: asked for with a button, or behind the scenes; nothing is kept of what was asked."""

import re

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from matchmaker.vocabulary import NeedState, OfferState, Visibility
from matchmaker.web.session import Portal
from tests.cast import Cast
from tests.commits import READS
from tests.stories import a_need, an_offer
from tests.web.conftest import Client, shown

NEED = {
    "then": "advise",
    "language": "en",
    "title": "Chain of custody for phones",
    "problem": "Phones are seized, and the chain of custody breaks on the way to the laboratory.",
    "components-2-modality": "TRN",
    "languages": ["en"],
}
OFFER = {
    "then": "advise",
    "language": "en",
    "title": "Chain of custody for phones",
    "description": "We train whoever seizes phones.",
}
ASIDE = {"Sec-Fetch-Dest": "empty"}


def test_advice_is_shown_with_everything_that_was_typed(client: Client, cast: Cast) -> None:
    page = client(cast.bashir).post("/needs/write", data=NEED)
    assert page.status_code == 200
    assert 'value="Chain of custody for phones"' in page.text
    assert "This sounds like:" in page.text
    assert 'data-fill="topic" data-code="EVI-04"' in page.text
    assert '<a href="#components-2-quantity">How many people, in which posts' in page.text
    assert "Answered: 1 of 9." in page.text


def test_advice_on_an_offer_is_asked_for_in_the_same_way(client: Client, cast: Cast) -> None:
    page = client(cast.carla).post("/offers/write", data=OFFER)
    assert page.status_code == 200
    assert 'data-fill="topics" data-code="EVI-04"' in page.text
    assert '<a href="#valid_until">Until when?</a>' in page.text


@pytest.mark.parametrize("headers", [{}, ASIDE])
def test_nothing_is_written(
    client: Client, cast: Cast, session: Session, app: Portal, headers: dict[str, str]
) -> None:
    """Not even to the audit trail. Sabotaged: the draft added to the session; fits of a named donor shown."""
    mine, given = a_need(session, cast), an_offer(session, cast)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    for visibility in (Visibility.PUBLIC, Visibility.NAMED_DONORS):
        a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, named=(cast.carla,))
    asking = [
        (client(cast.amina), "/needs/write", NEED),
        (client(cast.amina), f"/needs/{mine.ref}/edit", NEED),
        (client(cast.carla), "/offers/write", OFFER),
        (client(cast.carla), f"/offers/{given.ref}/edit", OFFER),
    ]
    written: list[str] = []

    @sa.event.listens_for(app.extensions["engine"], "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        written.extend([statement] if not statement.startswith(READS) else [])

    answers = [browser.post(url, data=form, headers=headers).status_code for browser, url, form in asking]
    assert (answers, written) == ([200] * 4, [])


def test_the_script_is_given_the_live_parts_alone(client: Client, cast: Cast) -> None:
    whole = client(cast.bashir).post("/needs/write", data=NEED).text
    parts = client(cast.bashir).post("/needs/write", data=NEED, headers=ASIDE).text
    assert "<form" not in parts
    assert len(parts) < len(whole) / 4
    for place in ("advice", "advice-said", "sounds-like"):
        assert (parts.count(f'id="{place}"'), whole.count(f'id="{place}"')) == (1, 1)


def test_a_form_that_is_saved_behind_the_scenes_is_answered_whole(client: Client, cast: Cast) -> None:
    wrong = NEED | {"then": "stay", "latest_end": "soon"}
    answer = client(cast.bashir).post("/needs/write", data=wrong, headers=ASIDE)
    assert (answer.status_code, "<form" in answer.text) == (422, True)


def test_what_cannot_be_meant_is_left_out_and_not_scolded(client: Client, cast: Cast) -> None:
    """Whoever is still typing a date has not made a mistake."""
    half = {
        "latest_end": "2027-1",
        "beneficiary_count": "many",
        "components-2-topic": "EVI-99",
        "components-2-starts_on": "2027-05-01",
        "components-2-ends_on": "2027-01-01",
        "earliest_start": "2028-01-01",
        "women_share": "200",
        "made_up": "x",
    }
    page = client(cast.bashir).post("/needs/write", data=NEED | half)
    assert (page.status_code, "error-summary" in page.text) == (200, False)
    assert 'value="2027-1"' in page.text
    assert "Answered: 1 of 9." in page.text


def test_whoever_may_not_write_gets_no_advice(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast)
    answers = {
        "a donor, of needs": client(cast.carla).post("/needs/write", data=NEED).status_code,
        "a State, of offers": client(cast.amina).post("/offers/write", data=OFFER).status_code,
        "another State": client(cast.ines).post(f"/needs/{need.ref}/edit", data=NEED).status_code,
    }
    assert answers == {"a donor, of needs": 403, "a State, of offers": 403, "another State": 404}


@pytest.mark.proves("S5")
@pytest.mark.parametrize("visibility", [Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT])
def test_a_confidential_need_leaves_no_trace_in_the_advice_for_another_state(
    client: Client, cast: Cast, session: Session, visibility: Visibility
) -> None:
    """Byte by byte. Sabotaged: examples, or what is quoted, read as a releaser."""
    a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.PUBLIC)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    before = shown(client(cast.ines).post("/needs/write", data=NEED, headers=ASIDE))
    same = {"title": NEED["title"], "problem": NEED["problem"], "public_summary": NEED["problem"]}
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, **same)
    a_need(session, cast, **same)
    assert shown(client(cast.ines).post("/needs/write", data=NEED, headers=ASIDE)) == before


def test_a_need_of_the_secretariat_alone_leaves_no_trace_in_the_advice_for_a_donor(
    client: Client, cast: Cast, session: Session
) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = OFFER | {"topics": ["EVI-02"], "languages": ["en"]}
    before = shown(client(cast.carla).post("/offers/write", data=offer, headers=ASIDE))
    assert len(re.findall('class="fit"', before)) == 1
    for visibility in (Visibility.SECRETARIAT, Visibility.NAMED_DONORS):
        a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, named=(cast.chen,))
    assert shown(client(cast.carla).post("/offers/write", data=offer, headers=ASIDE)) == before


def test_an_example_says_in_which_language_it_is(client: Client, cast: Cast, session: Session) -> None:
    said = {"problem": "Recibimos 140 teléfonos al mes.", "language": "es"}
    need = a_need(
        session, cast, state=NeedState.IN_MATCHING, by=cast.ines, visibility=Visibility.PUBLIC, **said
    )
    asking = NEED | {"components-2-topic": "EVI-02"}
    page = client(cast.bashir).post("/needs/write", data=asking, headers=ASIDE).text
    assert '<q lang="es" dir="ltr">Recibimos 140 teléfonos al mes.</q> (Spanish)' in page
    assert f'<a href="/needs/{need.ref}">' in page
