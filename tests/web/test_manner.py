"""Writing step by step or on one page: one form and one gate, and nothing typed is lost on the way."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.models import Need, Offer, Person
from tests.cast import Cast
from tests.stories import a_need, an_offer

Client = Callable[..., FlaskClient]
SHEET = "AAAAAAAAAAAA"
STEPS = {"needs": 5, "offers": 4}
WRITERS = {"needs": "bashir", "offers": "carla"}
each_noun = pytest.mark.parametrize("noun", STEPS)
SECTION = re.compile(r'<section class="stack" aria-labelledby="step-(\d)"( hidden)?>')


def in_sight(page: str) -> list[int]:
    return [int(step) for step, hidden in SECTION.findall(page) if not hidden]


@pytest.fixture
def in_steps(client: Client, cast: Cast, session: Session) -> Callable[[str], FlaskClient]:
    """in_steps("needs"): whoever writes them, at a browser, and they like it step by step."""

    def one(noun: str) -> FlaskClient:
        person: Person = getattr(cast, WRITERS[noun])
        person.writes_in_steps = True
        session.flush()
        return client(person)

    return one


@each_noun
def test_all_questions_are_on_one_page_until_somebody_asks_for_steps(
    client: Client, cast: Cast, session: Session, noun: str
) -> None:
    writer = client(getattr(cast, WRITERS[noun]))
    page = writer.get(f"/{noun}/write").text
    assert (in_sight(page), "Step 1 of" in page) == ([*range(1, STEPS[noun] + 1)], False)


@each_noun
def test_choosing_steps_is_remembered_and_keeps_what_is_typed(
    client: Client, cast: Cast, session: Session, noun: str
) -> None:
    person = getattr(cast, WRITERS[noun])
    answer = client(person).post(f"/{noun}/write", data={"title": "Half a title", "manner": "steps"})
    assert (answer.status_code, in_sight(answer.text), 'value="Half a title"' in answer.text) == (
        200,
        [1],
        True,
    )
    session.refresh(person)
    assert person.writes_in_steps
    assert (session.exec(select(Need)).all(), session.exec(select(Offer)).all()) == ([], [])
    back = client(person).post(f"/{noun}/write", data={"title": "Half a title", "manner": "page"})
    session.refresh(person)
    assert (person.writes_in_steps, len(in_sight(back.text))) == (False, STEPS[noun])


@each_noun
def test_next_saves_and_leads_to_the_next_step(
    in_steps: Callable[[str], FlaskClient], session: Session, noun: str
) -> None:
    writer = in_steps(noun)
    answer = writer.post(f"/{noun}/write", data={"title": "A laboratory", "sheet": SHEET, "then": "step-2"})
    [written] = session.exec(select(Need if noun == "needs" else Offer)).all()
    assert (answer.location, written.title) == (f"/{noun}/{written.ref}/edit?step=2", "A laboratory")
    page = writer.get(answer.location).text
    assert (in_sight(page), f"Step 2 of {STEPS[noun]}" in page) == ([2], True)
    assert 'value="A laboratory"' in page  # out of sight, and sent along


@each_noun
def test_the_last_step_ends_in_looking_at_it(in_steps: Callable[[str], FlaskClient], noun: str) -> None:
    page = in_steps(noun).get(f"/{noun}/write?step={STEPS[noun]}").text
    beyond = f'value="step-{STEPS[noun] + 1}"'
    assert (in_sight(page), beyond in page, ">Next step<" in page) == ([STEPS[noun]], False, False)


@each_noun
@pytest.mark.parametrize("step", ["0", "9", "-1", "two", "1" * 40, ""])
def test_a_step_that_is_none_is_the_first(
    in_steps: Callable[[str], FlaskClient], noun: str, step: str
) -> None:
    assert in_sight(in_steps(noun).get(f"/{noun}/write?step={step}").text) == [1]


def test_an_error_in_another_step_comes_into_sight(
    in_steps: Callable[[str], FlaskClient], cast: Cast, session: Session
) -> None:
    need = a_need(session, cast)
    answer = in_steps("needs").post(
        f"/needs/{need.ref}/edit?step=2",
        data={"title": "x" * 201, "women_share": "many", "from_version": str(need.version), "then": "step-3"},
    )
    assert (answer.status_code, in_sight(answer.text)) == (422, [1, 2, 3])


def test_what_is_missing_is_shown_on_one_page(
    in_steps: Callable[[str], FlaskClient], cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, description="")
    page = in_steps("offers").get(f"/offers/{offer.ref}/edit?complete=yes").text
    assert (in_sight(page), "Error:" in page) == ([1, 2, 3, 4], True)


def test_two_versions_are_compared_on_one_page(
    in_steps: Callable[[str], FlaskClient], cast: Cast, session: Session
) -> None:
    need = a_need(session, cast)
    answer = in_steps("needs").post(
        f"/needs/{need.ref}/edit?step=2", data={"title": "Mine", "from_version": "99", "then": "step-3"}
    )
    assert (answer.status_code, in_sight(answer.text)) == (409, [1, 2, 3, 4, 5])
