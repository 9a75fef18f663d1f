"""Whatever is typed into a form, the portal answers in words, the same on both databases, and loses nothing.

QUALITY T4, T5, R31-R33. The forms come from the pages themselves, so that a new one is tried without a word here.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from tests.web.answers import Answers
from tests.web.hostile_values import BROKEN, STRANGE_NAMES, TYPED
from tests.web.houses import Deed, House
from tests.web.walking import Fields, forms_of, rules

LONG = ("needs.write", "needs.edit", "offers.write", "offers.edit")
FORM = "application/x-www-form-urlencoded"
UNTYPED = {"csrf_token", "version", "from_version"}


def rounds(names: list[str], values: Mapping[str, str], *, every: int = 1, start: int = 0) -> Iterator[Fields]:
    """As many rounds as there are values: each name meets each value once (or once in *every* rounds)."""
    kept = list(values.values())
    for shift in range(start % every, len(kept), every):
        yield {name: [kept[(place + shift) % len(kept)]] for place, name in enumerate(sorted(names))}


def test_every_form_of_the_portal_is_shown_to_somebody(houses: list[House]) -> None:
    """What is not found on a page would not be tried below."""
    for house in houses:
        takers = {rule.endpoint for rule in rules(house.app, "POST")}
        assert {endpoint for endpoint, _who in house.deeds} == takers


def typed_in(house: House, deed: Deed, hostile: Fields, answers: Answers, key: str) -> set[str]:
    """Send a form with *hostile* answers; the names of those that were refused."""
    answer = answers.take(house, key, lambda: house.post(deed, deed.form.filled(**plain(house)) | hostile))
    if answer.status_code != 422:
        return set()
    shown, links = forms_of(house.app, deed.form.url, answer.text)
    form = next(form for form in shown if form.endpoint == deed.form.endpoint)
    for name in form.written & hostile.keys():
        if unbroken(form.fields[name]) != unbroken(hostile[name]) and name != "password":
            answers.faults.append(f"{house.name}: {key}: {name} is lost")
    return {link.removeprefix("#") for link in links if link.startswith("#")}


def plain(house: House) -> dict[str, str]:
    """What stands in a field that its page leaves empty."""
    return {"offer": house.refs["offers"], "email": "amina@example.org", "password": "not the right one"}


def unbroken(values: list[str]) -> list[str]:
    return [value.replace("\r\n", "\n") for value in values]


def test_a_long_form_says_what_is_wrong_with_each_answer_and_takes_the_rest(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for (endpoint, who), deed in house.deeds.items():
            if endpoint not in LONG:
                continue
            thorough = (endpoint, who) in (("needs.write", "bashir"), ("offers.write", "carla"))
            names = list(deed.form.fields.keys() - UNTYPED)
            for number, hostile in enumerate(rounds(names, TYPED, every=1 if thorough else 8)):
                key = f"{endpoint} {who} {number}"
                wrong = typed_in(house, deed, hostile, answers, key)
                rest = {name: values for name, values in hostile.items() if name not in wrong}
                typed_in(house, deed, rest, answers, f"{key} rest")
                deed = house.again(deed) if deed.situation else deed
    answers.settle()


def test_a_short_form_keeps_what_was_typed_or_does_its_deed(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        short = [deed for (endpoint, _who), deed in house.deeds.items() if endpoint not in LONG]
        for start, deed in enumerate(short):
            names = [name for name in deed.form.fields if name != "csrf_token"]
            for number, hostile in enumerate(rounds(names, TYPED, every=6, start=start)):
                key = f"{deed.form.endpoint} {deed.who} {number}"
                typed_in(house, deed, hostile, answers, key)
                unsealed = {name: values for name, values in hostile.items() if name != "version"}
                if unsealed or not number:
                    typed_in(house, deed, unsealed, answers, f"{key} unsealed")
                if answers.last.status_code == 302:
                    deed = house.again(deed)
    answers.settle()


def encoded(fields: Fields) -> bytes:
    """A body as a browser without scruples would send it: halves of surrogate pairs included."""
    return urlencode(fields, doseq=True, errors="surrogatepass").encode()


def test_no_form_stumbles_over_names_that_it_does_not_know(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for (endpoint, who), deed in house.deeds.items():
            one_by_one = [(name,) for name in STRANGE_NAMES] if endpoint.endswith(".write") else []
            for names in (STRANGE_NAMES, *one_by_one):
                fields = deed.form.filled(**plain(house)) | {name: ["0"] for name in names}
                answers.take(house, f"{endpoint} {who} {names}", lambda d=deed, f=fields: house.post(d, f))
    answers.settle()


def test_no_form_stumbles_over_answers_that_are_missing_or_repeated(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for (endpoint, who), deed in house.deeds.items():
            filled = deed.form.filled(**plain(house))
            for name in () if endpoint in LONG else filled:
                fields = {other: values for other, values in filled.items() if other not in (name, "version")}
                answers.take(house, f"{endpoint} {who} without {name}", lambda d=deed, f=fields: house.post(d, f))
            for times in (0, 3, 100):
                fields = {name: values * times for name, values in filled.items()}
                answers.take(house, f"{endpoint} {who} {times} times", lambda d=deed, f=fields: house.post(d, f))
    answers.settle()


def test_characters_that_no_text_has_are_refused_before_anything_is_done(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for (endpoint, who), deed in house.deeds.items():
            filled = deed.form.filled(**plain(house))
            for kind, text in BROKEN.items():
                for name in sorted(deed.form.fields)[:: 7 if endpoint in LONG else 1]:
                    body = encoded(filled | {name: [text]})
                    key = f"{endpoint} {who} {kind} in {name}"
                    answer = answers.take(house, key, lambda d=deed, b=body: house.post(d, b, FORM))
                    if kind == "nul" and answer.status_code != 400:
                        answers.faults.append(f"{house.name}: {key}: {answer.status}")
    answers.settle()


def test_a_need_of_seven_parts_is_asked_to_be_shorter(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        deed = house.deeds["needs.write", "bashir"]
        for parts in (6, 7, 900):
            rows = {f"components-{row}-topic": ["EVI-02"] for row in range(parts)}
            answer = answers.take(house, str(parts), lambda f=rows: house.post(deed, f))
            assert (parts, answer.status_code) == (parts, 302 if parts == 6 else 422)
            assert len(answer.data) < 500_000
    answers.settle()


def test_a_form_is_large_enough_for_a_book_and_not_for_a_library(houses: list[House]) -> None:
    answers = Answers()
    million = 1024 * 1024
    for house in houses:
        for endpoint, who, name in (("needs.write", "amina", "problem"), ("offers.write", "carla", "description")):
            deed = house.deeds[endpoint, who]
            filled = deed.form.filled()
            bodies = {
                "a megabyte": (422, filled | {name: ["x" * million]}),
                "three megabytes": (413, filled | {name: ["x" * 3 * million]}),
                "1500 fields": (413, filled | {f"{name}-{number}": ["x"] for number in range(1_500)}),
                "1500 languages": (413, filled | {"languages": ["en"] * 1_500}),
            }
            for kind, (status, fields) in bodies.items():
                answer = answers.take(house, f"{endpoint} {kind}", lambda d=deed, f=fields: house.post(d, f))
                assert (kind, answer.status_code) == (kind, status)
    answers.settle()
