"""Whatever is typed into a form, the portal answers in words, the same on both databases, and loses nothing.

QUALITY T4, T5, R31-R33. The forms come from the pages themselves, so that a new one is tried without a word here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from matchmaker.database import open_session
from matchmaker.models import Need
from tests.web.answers import Answers
from tests.web.hostile_values import BROKEN, STRANGE_NAMES, TYPED, WORDS
from tests.web.houses import LONG, Deed, House
from tests.web.walking import Fields, forms_of, rules

FORM = "application/x-www-form-urlencoded"
UNTYPED = {"csrf_token", "version", "from_version"}
MILLION = 1024 * 1024


def rounds(names: Iterable[str], *, every: int = 1, start: int = 0) -> Iterator[Fields]:
    """Answers for all *names*; over the rounds each name meets each hostile value (or one in *every*)."""
    values = list(TYPED.values())
    for shift in range(start % every, len(values), every):
        yield {name: [values[(place + shift) % len(values)]] for place, name in enumerate(sorted(names))}


def refused(house: House, deed: Deed, answers: Answers, key: str, hostile: Fields) -> set[str]:
    """Send a form with *hostile* answers: the names of those that are refused; all that was typed comes back."""
    answer = answers.take(house, key, partial(house.post, deed, house.filled(deed) | hostile))
    if answer.status_code != 422:
        return set()
    shown, _links = forms_of(house.app, deed.form.url, answer.text)
    form = next(form for form in shown if form.endpoint == deed.form.endpoint)
    for name in form.written & hostile.keys():
        if unbroken(form.fields[name]) != unbroken(hostile[name]):
            answers.faults.append(f"{house.name}: {key}: {name} is lost")
    return {*re.findall('id="([^"]+)-error"', answer.text)}


def unbroken(values: list[str]) -> list[str]:
    return [value.replace("\r\n", "\n") for value in values]


# A form to fill in off-line, and its way back, which reads a file: see test_sheets_off_line.py.
SHEETS = {f"{noun}_sheets.{verb}" for noun in ("need", "offer") for verb in ("download", "upload")}


def test_every_form_of_the_portal_is_shown_to_somebody(houses: list[House]) -> None:
    """What is not found on a page would not be tried below."""
    for house in houses:
        # The auditor's one form repeats the filter of its page: see test_trail_page.py.
        # The second step is asked of whoever has given a password: see test_factors.py. To another address, and to
        # another password, leads the link in a letter: see test_account.py and test_passwords.py.
        apart = {"trail.export", "factors.prove", "account.confirm_address", "passwords.choose", *SHEETS}
        takers = {rule.endpoint for rule in rules(house.app, "POST")} - apart
        assert {endpoint for endpoint, _who in house.deeds} == takers


TAKEN = {
    ("needs.write", "beneficiary_count"): {"zero", "unix time", "nothing"},
    ("needs.write", "women_share"): {"zero", "nothing"},
    ("needs.write", "earliest_start"): {"nothing"},
    ("needs.write", "components-0-ends_on"): {"nothing"},
    ("needs.write", "budget_band"): {"nothing"},
    ("needs.write", "urgency"): set(),
    ("offers.write", "capacity"): set(),
    ("offers.write", "lead_time_weeks"): {"zero", "nothing"},
    ("offers.write", "valid_until"): {"nothing"},
    ("offers.write", "capacity_unit"): set(),
}
NAMES = {text: name for name, text in TYPED.items()}


@pytest.mark.proves("R31", "R33", "R36")
def test_a_long_form_says_what_is_wrong_with_each_answer_and_takes_the_rest(houses: list[House]) -> None:
    answers = Answers()
    taken: dict[tuple[str, str], set[str]] = {place: set() for place in TAKEN}
    for house in houses:
        for deed in (deed for deed in house.forms if deed.form.endpoint in LONG):
            endpoint = deed.form.endpoint
            names = deed.form.fields.keys() - UNTYPED
            for number, hostile in enumerate(rounds(names, every=1 if endpoint.endswith(".write") else 9)):
                key = f"{endpoint} {number}"
                wrong = refused(house, deed, answers, key, hostile)
                rest = {name: values for name, values in hostile.items() if name not in wrong}
                still_wrong = refused(house, deed, answers, f"{key} rest", rest)
                if still_wrong:
                    answers.faults.append(f"{house.name}: {key}: only now {still_wrong}")
                for name in rest.keys() & {name for end, name in TAKEN if end == endpoint}:
                    taken[endpoint, name].add(NAMES[rest[name][0]])
                deed = house.again(deed) if deed.situation else deed
    answers.settle()
    assert taken == TAKEN


@pytest.mark.proves("R31", "R33", "R36")
def test_a_short_form_keeps_what_was_typed_or_does_its_deed(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        short = [deed for deed in house.forms if deed.form.endpoint not in LONG]
        for start, deed in enumerate(short):
            names = deed.form.fields.keys() - {"csrf_token"}
            for number, hostile in enumerate(rounds(names, every=12, start=start)):
                key = f"{deed.form.endpoint} {number}"
                refused(house, deed, answers, key, hostile)
                unsealed = {name: values for name, values in hostile.items() if name != "version"}
                if unsealed or not number:
                    refused(house, deed, answers, f"{key} unsealed", unsealed)
                if answers.last.status_code == 302:
                    deed = house.again(deed)
    answers.settle()


def test_no_form_stumbles_over_names_that_it_does_not_know(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for deed in house.forms:
            one_by_one = [(name,) for name in STRANGE_NAMES] if deed.form.endpoint.endswith(".write") else []
            for names in (STRANGE_NAMES, *one_by_one):
                fields = house.filled(deed) | {name: ["0"] for name in names}
                answers.take(house, f"{deed.form.endpoint} {names}", partial(house.post, deed, fields))
    answers.settle()


def test_no_form_stumbles_over_answers_that_are_missing_or_repeated(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for deed in house.forms:
            endpoint, filled = deed.form.endpoint, house.filled(deed)
            for name in () if endpoint in LONG else filled.keys() - UNTYPED:
                fields = {other: values for other, values in filled.items() if other != name}
                answers.take(house, f"{endpoint} without {name}", partial(house.post, deed, fields))
            for times in (0, 100):
                fields = {name: values * times for name, values in filled.items()}
                answers.take(house, f"{endpoint} {times} times", partial(house.post, deed, fields))
    answers.settle()


def encoded(fields: Fields) -> bytes:
    """A body as a browser without scruples would send it: halves of surrogate pairs included."""
    return urlencode(fields, doseq=True, errors="surrogatepass").encode()


@pytest.mark.proves("R31")
@pytest.mark.parametrize("kind", BROKEN)
def test_characters_that_no_text_has_are_refused_before_anything_is_done(
    houses: list[House], kind: str
) -> None:
    answers = Answers()
    for house in houses:
        for (endpoint, who), deed in house.deeds.items():
            for name in sorted(deed.form.fields.keys() - UNTYPED)[:: 9 if endpoint in LONG else 1]:
                key = f"{endpoint} {who} {kind} in {name}"
                body = encoded(house.filled(deed) | {name: [BROKEN[kind]]})
                answer = answers.take(house, key, partial(house.post, deed, body, FORM))
                if kind == "nul" and answer.status_code != 400:
                    answers.faults.append(f"{house.name}: {key}: {answer.status}")
    answers.settle()


@pytest.mark.proves("R31")
def test_a_text_is_kept_whole_and_in_one_form(houses: list[House]) -> None:
    for house in houses:
        for words in WORDS.values():
            deed = house.again(house.deeds["needs.write", "amina"])
            place = house.post(
                deed, {"title": words, "problem": words, "sheet": deed.form.fields["sheet"]}
            ).location
            with open_session(house.engine, writes=False) as session:
                need = session.exec(select(Need).where(Need.ref == place.split("/")[-1])).one()
            composed = unicodedata.normalize("NFC", words.replace("\r\n", "\n"))
            assert (need.title, need.problem) == (" ".join(composed.split()), composed.strip())


@pytest.mark.proves("R32")
def test_a_need_of_seven_parts_is_asked_to_be_shorter(houses: list[House]) -> None:
    for house in houses:
        deed = house.deeds["needs.write", "bashir"]
        for parts, status in ((6, 302), (7, 422), (900, 422)):
            rows = {f"components-{row}-topic": ["EVI-02"] for row in range(parts)}
            answer = house.post(deed, rows)
            assert (parts, answer.status_code) == (parts, status)
            assert len(answer.data) < MILLION / 2


@pytest.mark.proves("R32")
def test_a_form_is_large_enough_for_a_book_and_not_for_a_library(houses: list[House]) -> None:
    for house in houses:
        for endpoint, who, name in (
            ("needs.write", "amina", "problem"),
            ("offers.write", "carla", "description"),
        ):
            deed = house.deeds[endpoint, who]
            bodies = {
                "a megabyte": (422, {name: ["x" * MILLION]}),
                "three megabytes": (413, {name: ["x" * 3 * MILLION]}),
                "1500 fields": (413, {f"{name}-{number}": ["x"] for number in range(1_500)}),
                "1500 languages": (413, {"languages": ["en"] * 1_500}),
            }
            for kind, (status, fields) in bodies.items():
                answer = house.post(deed, house.filled(deed) | fields)
                assert (kind, answer.status_code) == (kind, status)
