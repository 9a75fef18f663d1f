"""Lines of the desk: where a press is enough, the button stands there."""

import pytest
from sqlmodel import Session

from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Client
from tests.web.walking import forms_of


@pytest.mark.parametrize(
    ("who", "noun", "verb", "label"),
    [
        ("carla", "offers", "confirm", "It still holds"),
        ("amina", "needs", "confirm", "It still holds"),
        ("amina", "needs", "submit", "Submit"),
        ("amina", "matches", "explore", "We are in contact"),
        ("carla", "matches", "explore", "We are in contact"),
    ],
)
def test_where_a_press_is_enough_it_is_done_on_the_desk_and_leads_back_to_it(
    client: Client, cast: Cast, session: Session, who: str, noun: str, verb: str, label: str
) -> None:
    """Sabotaged: the button sends no `back`."""
    things = {
        "offers": lambda: an_offer(session, cast, state=OfferState.PUBLISHED),
        "needs": lambda: a_need(
            session, cast, state=NeedState.CLEARANCE if verb == "submit" else NeedState.IN_MATCHING
        ),
        "matches": lambda: a_match(session, cast, state=MatchState.INTRODUCED),
    }
    thing, person = things[noun](), getattr(cast, who)
    if verb == "confirm":
        thing.confirm_by = NOON.date()
    person.language = "en"
    url, browser = f"/{noun}/{thing.ref}", client(person)
    [form] = [
        one
        for one in forms_of(browser.application, "/desk/", browser.get("/desk/").text)[0]
        if one.url == f"{url}/{verb}"
    ]
    answer = browser.post(form.url, data=form.filled())
    after = browser.get(answer.location).text
    assert (answer.status_code, answer.location) == (302, "/desk/?page=1&whose=all")
    assert f'<a href="{url}">{thing.ref}</a></p>' in after
    assert (f"{label}<span" in after, f'action="{url}/{verb}"' in after) == (False, False)


def test_only_what_is_read_already_is_done_on_the_desk(client: Client, cast: Cast, session: Session) -> None:
    """Nobody clears, answers or releases what they have not read."""
    for state in (NeedState.DRAFT, NeedState.SUBMITTED):
        a_need(session, cast, state=state)
    for state in (MatchState.TO_RELEASE, MatchState.CONSENT_ASKED):
        a_match(session, cast, state=state)
    for person in (cast.amina, cast.dao, cast.erik):
        person.language = "en"
        page = client(person).get("/desk/").text
        assert '<a class="task"' in page
        assert "one-button" not in page
