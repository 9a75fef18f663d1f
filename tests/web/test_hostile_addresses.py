"""Whatever stands in an address, the portal answers in words, the same on both databases.

QUALITY T5, R31-R34, S40. Routes come from the map of URLs, so that a new one is tried without a word here.
"""

from functools import partial
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from matchmaker.vocabulary import NeedState, Visibility
from tests.web.answers import Answers
from tests.web.hostile_values import STRANGE_NAMES, TYPED
from tests.web.houses import House
from tests.web.situations import Situation
from tests.web.walking import forms_of, rules

METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GET", "POST")
LONGEST = 60  # characters of one value, so that all together pass the gate
# Endpoint or blueprint -> who may read there; whatever is not named is open to everybody.
READERS_OF = {
    "needs.write": "amina",
    "needs.edit": "amina",
    "needs.preview": "amina",
    "offers.write": "carla",
    "offers.edit": "carla",
    "matches.show_interest": "carla",
    "letters": "dao",
    "matches": "dao",
    "desk": "amina",
    "account": "amina",
}


def who_reads(endpoint: str) -> str:
    return READERS_OF.get(endpoint) or READERS_OF.get(endpoint.split(".")[0], "eve")


def parameters(house: House) -> set[str]:
    """Every name that the portal itself writes into an address: fields of its filters, queries of its links."""
    names = {"next"}
    for rule in rules(house.app, "GET"):
        if not rule.arguments:
            answer = house.ask(who_reads(rule.endpoint), rule.rule)
            forms, links = forms_of(house.app, rule.rule, answer.text)
            names |= {name for form in forms if form.method == "get" for name in form.fields}
            names |= {name for link in links for name in parse_qs(urlsplit(link).query)}
    return names


def every(endpoint: str) -> int:
    """How sparingly a page is tried: it is the catalogue that asks the database for what was typed."""
    return 1 if endpoint == "needs.index" else 3 if endpoint.endswith((".index", ".queue")) else 12


@pytest.mark.proves("S40", "R31", "R33", "R36")
def test_every_page_takes_anything_for_a_filter_or_a_page(houses: list[House]) -> None:
    answers = Answers()
    values = [value[:LONGEST] for value in TYPED.values()]
    for house in houses:
        known = parameters(house)
        assert {"words", "topic", "place", "page", "state"} <= known
        for rule in rules(house.app, "GET"):
            who, url = who_reads(rule.endpoint), house.address(rule)
            usual = house.ask(who, url).status_code
            for shift in range(0, len(values), every(rule.endpoint)):
                names = sorted(known | {*STRANGE_NAMES} if shift % 2 else known - {"next"})
                asked = {name: values[(place + shift) % len(values)] for place, name in enumerate(names)}
                key = f"{rule.endpoint} {shift}"
                answer = answers.take(house, key, partial(house.ask, who, url, query_string=asked))
                if answer.status_code != usual and rule.endpoint != "security.login":
                    answers.faults.append(f"{house.name}: {key}: {answer.status}, usually {usual}")
    answers.settle()


@pytest.mark.proves("R36")
def test_no_reference_that_is_made_up_leads_anywhere(houses: list[House]) -> None:
    answers = Answers()
    made_up = [quote(text[:2_000]) for text in TYPED.values() if text.strip("./") and "/" not in text]
    for house in houses:
        for method, step in (("GET", 3), ("POST", 9)):
            for place, rule in enumerate(each for each in rules(house.app, method) if each.arguments):
                for shift in range(place % step, len(made_up), step):
                    who = who_reads(rule.endpoint)
                    if method == "POST" and not rule.endpoint.startswith(
                        "account."
                    ):  # where visitors sign in first
                        who = ("eve", "amina", "erik", "carla")[shift % 4]
                    url = house.address(rule, ref="MADE-UP").replace("MADE-UP", made_up[shift])
                    key = f"{method} {rule.rule} {shift}"
                    answer = answers.take(house, key, partial(house.ask, who, url, method))
                    if answer.status_code != 404:
                        answers.faults.append(f"{house.name}: {key}: {answer.status}")
    answers.settle()


@pytest.mark.proves("R36")
def test_every_address_answers_to_every_method(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for rule in house.app.url_map.iter_rules():
            if "static" in rule.endpoint:
                continue
            for method in METHODS:
                key, url = f"{method} {rule.rule}", house.address(rule)
                answer = answers.take(house, key, partial(house.ask, "eve", url, method))
                if answer.status_code == 405 and "Allow" not in answer.headers:
                    answers.faults.append(f"{key}: does not say what is allowed")
                if method == "HEAD" and answer.data:
                    answers.faults.append(f"{key}: a body")
    answers.settle()


ODD = {
    "/needs/?words=" + "x" * 100_000: 400,
    "/needs/?" + "a=b&" * 900: 200,
    "/needs/?words=%00": 400,
    "/needs/?words=%ED%A0%80": 200,
    f"/needs/?page={10**18}": 200,
    "/needs/?page=2&page=x": 200,
    "/needs/%00": 400,
    "/needs/%ED%A0%80": 404,
    "/needs/%ZZ%": 404,
    "/needs/" + "x" * 100_000: 404,
    "/static/%00": 400,
    "/static/..%2f..%2fsettings.py": 404,
    "/static/" + "x" * 5_000: 404,
    "/language/fr%00": 400,
}


def test_an_address_that_no_page_of_ours_has_is_answered(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for url in ODD:
            answers.take(house, url[:LONGEST], partial(house.ask, "eve", url))
    answers.settle()
    assert answers.statuses["sqlite"] == {url[:LONGEST]: status for url, status in ODD.items()}


@pytest.mark.proves("S40")
def test_a_search_takes_no_sign_for_a_word(houses: list[House]) -> None:
    """`%`, `_` and `\\` are no wildcards and no words, and a word is found however its accents were typed."""
    wanted = {
        **dict.fromkeys(("hundred%under", "under_scores", "back\\for", "Ine\u0301s", "INÉS", "ines"), True),
        **dict.fromkeys(("%", "_", "\\", "*", "hund%ed", "under_cores", "und*"), False),
    }
    for house in houses:
        title = "Hundred % of under_scores in C:\\back for Inés"
        house.make(Situation("needs", NeedState.IN_MATCHING), title=title, visibility=Visibility.PUBLIC)
        found = {
            words: "under_scores" in house.ask("eve", "/needs/", query_string={"words": words}).text
            for words in wanted
        }
        assert found == wanted
