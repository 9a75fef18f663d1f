"""Whatever stands in an address, a header or a body, the portal answers in words, the same on both databases.

QUALITY T5, R31-R34. Routes come from the map of URLs, so that a new one is tried without a word here.
"""

import json
from urllib.parse import quote

from tests.web.answers import Answers
from tests.web.hostile_values import STRANGE_NAMES, TYPED
from tests.web.houses import House
from tests.web.walking import rules

METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GET", "POST")
ASKED = ("words", "topic", "modality", "place", "language", "page", "state", "next", "back")
READS = {"letters": "dao", "matches": "dao", "desk": "amina", "security": "eve"}  # blueprint -> who may
PUBLIC = "eve"
BODIES = {
    "json": ("application/json", json.dumps({"note": "x"}).encode()),
    "json list": ("application/json", b'["email", "password"]'),
    "json null": ("application/json", b"null"),
    "json broken": ("application/json", b'{"email": '),
    "json surrogate": ("application/json", rb'{"email": "\ud800@example.org", "password": "\ud800"}'),
    "json nul": ("application/json", rb'{"email": "a\u0000@example.org", "password": "x"}'),
    "json deep": ("application/json", b"[" * 10_000 + b"]" * 10_000),
    "json by another name": ("application/problem+json", b'{"email": {"a": []}}'),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "broken multipart": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="note'),
    "empty multipart": ("multipart/form-data; boundary=x", b""),
    "a file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="note"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n',
    ),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-7", b"note=+ADw-script+AD4-"),
    "latin-1": ("application/x-www-form-urlencoded", b"note=Ben\xedtez&title=%ED%A0%80"),
    "bad codes": ("application/x-www-form-urlencoded", b"note=%ZZ%&%=%&=%00%&&&;=;"),
    "plain text": ("text/plain", b"note=x"),
    "xml": ("application/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "no such type": ("no such type", b"\xff\xfe\x00"),
    "no type": ("", b"note=x"),
}


def who_reads(endpoint: str) -> str:
    return {"needs.write": "amina", "needs.edit": "amina", "offers.write": "carla", "offers.edit": "carla"}.get(
        endpoint, READS.get(endpoint.split(".")[0], PUBLIC)
    )


def every(endpoint: str) -> int:
    """How sparingly a page is tried: the catalogues ask the database for what was typed."""
    return 1 if endpoint == "needs.index" else 3 if endpoint.endswith((".index", ".queue")) else 8


def test_every_list_takes_anything_for_a_filter_or_a_page(houses: list[House]) -> None:
    answers = Answers()
    values = list(TYPED.values())
    for house in houses:
        for rule in rules(house.app, "GET"):
            who, url = who_reads(rule.endpoint), house.address(rule)
            for shift in range(0, len(values), every(rule.endpoint)):
                names = {*ASKED, *STRANGE_NAMES} if shift % 2 else set(ASKED)
                asked = {name: values[(place + shift) % len(values)] for place, name in enumerate(sorted(names))}
                asked = {name: value[:60] for name, value in asked.items()}
                key = f"{rule.endpoint} {shift}"
                answers.take(house, key, lambda who=who, url=url, asked=asked: house.ask(who, url, query_string=asked))
    answers.settle()


def test_no_reference_that_is_made_up_leads_anywhere(houses: list[House]) -> None:
    answers = Answers()
    made_up = [value[:2_000] for value in TYPED.values() if value.strip("./") and "/" not in value]
    for house in houses:
        for place, rule in enumerate(each for each in rules(house.app, "GET") if "ref" in each.arguments):
            who = who_reads(rule.endpoint)
            for shift in range(place % 3, len(made_up), 3):
                url = house.address(rule, ref="REF").replace("REF", quote(made_up[shift]))
                answer = answers.take(house, f"{rule.endpoint} {shift}", lambda who=who, url=url: house.ask(who, url))
                if answer.status_code != 404:
                    answers.faults.append(f"{house.name}: {rule.endpoint}: {answer.status}: {made_up[shift][:40]!r}")
        for place, rule in enumerate(each for each in rules(house.app, "POST") if each.arguments):
            for shift in range(place % 9, len(made_up), 9):
                url = house.address(rule, ref="REF").replace("REF", quote(made_up[shift]))
                for who in ("eve", "amina", "erik"):
                    answers.take(house, f"{rule.endpoint} {who} {shift}", lambda who=who, url=url: house.ask(who, url, "POST"))
    answers.settle()


def test_every_address_answers_to_every_method(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for rule in house.app.url_map.iter_rules():
            if "static" in rule.endpoint:
                continue
            for method in METHODS:
                key = f"{method} {rule.rule}"
                url = house.address(rule)
                answer = answers.take(house, key, lambda url=url, method=method: house.ask("eve", url, method))
                if answer.status_code == 405 and "Allow" not in answer.headers:
                    answers.faults.append(f"{key}: does not say what is allowed")
                if method == "HEAD" and answer.data:
                    answers.faults.append(f"{key}: a body")
    answers.settle()


def test_every_form_takes_any_body(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        deeds = list(house.deeds.values())
        for place, deed in enumerate(deeds):
            names = [name for number, name in enumerate(BODIES) if deed.situation is None or number % 4 == place % 4]
            for name in names:
                kind, body = BODIES[name]
                key = f"{deed.form.endpoint} {deed.who} {name}"
                answers.take(house, key, lambda d=deed, b=body, k=kind: house.post(d, b, k))
    answers.settle()


HEADERS = (
    ("Cookie", "remember_token=1|\xe9; session=\xff\xfe; language=xx"),
    ("Cookie", "remember_token=" + "1|2|" * 500 + "; session=.eJwlj.a.b"),
    ("Cookie", 'session="unfinished; =; ;;, remember_token=|'),
    ("Accept-Language", "en;q=NaN, fr;q=1e309, *;q=-1, zz-ZZ-1234;q=\xb2, ;;q, " + "x-" * 500),
    ("Accept", "application/json"),
    ("Accept", "text/html;q=x, */*;q=\xb2"),
    ("Host", "evil.example"),
    ("Host", "a b\xe9"),
    ("Host", "[::1"),
    ("Host", "localhost:99999999"),
    ("Host", ""),
    ("X-Forwarded-Host", "evil.example"),
    ("Referer", "http://[::1"),
    ("Authorization", "Basic ===="),
    ("Authorization", "Digest \xe9"),
    ("Authentication-Token", "\xe9"),
    ("If-Modified-Since", "the day before yesterday"),
    ("If-None-Match", '"\xe9'),
    ("Range", "bytes=9-1,-5,x"),
    ("Content-Length", "-1"),
    ("Content-Length", "many"),
    ("Content-Encoding", "gzip"),
    ("Transfer-Encoding", "chunked"),
    ("X-CSRFToken", "\xe9"),
    ("User-Agent", ""),
)


def test_no_header_breaks_a_page(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        browser = house.app.test_client(use_cookies=False)
        for number, (name, value) in enumerate(HEADERS):
            for url, method in (("/", "GET"), ("/needs/?page=2", "GET"), ("/sign-in", "POST"), ("/language/fr", "POST")):
                environ = {f"HTTP_{name.upper().replace('-', '_')}": value}
                if name.startswith("Content-"):
                    environ = {name.upper().replace("-", "_"): value}
                answers.take(
                    house,
                    f"{number} {name} {method} {url}",
                    lambda u=url, m=method, e=environ: browser.open(u, method=m, environ_overrides=e),
                )
    answers.settle()


def test_a_long_address_is_refused(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for url, status in (
            ("/needs/?words=" + "x" * 100_000, 400),
            ("/needs/?" + "a=b&" * 900, 200),
            ("/needs/?" + "%00" * 5, 400),
            ("/needs/%00", 400),
            ("/needs/%ED%A0%80", 404),
            ("/needs/%ZZ%", 404),
            ("/needs/" + "x" * 100_000, 404),
            ("/needs/?page=" + str(10**18), 200),
            ("/needs/?words=%ED%A0%80", 200),
            ("/static/%00", 400),
            ("/static/..%2f..%2fsettings.py", 404),
            ("/static/" + "x" * 5_000, 404),
            ("/language/%00", 400),
        ):
            answer = answers.take(house, url[:60], lambda h=house, u=url: h.ask("eve", u))
            assert (url[:60], answer.status_code) in ((url[:60], status), ("/language/%00", 405))
    answers.settle()


def test_a_search_takes_every_sign_for_itself(houses: list[House]) -> None:
    """`%`, `_` and `\\` are no wildcards, and a word is found however its accents were typed."""
    for house in houses:
        title = "Hundred % of under_scores in C:\\back for Inés"
        for state in (NeedState.IN_MATCHING,):
            house.make(Situation("needs", state), title=title, visibility=Visibility.PUBLIC)
        found = {
            words: "Hundred %" in house.ask("eve", "/needs/", query_string={"words": words}).text
            for words in ("%", "d % o", "_", "under_s", "underXs", "\\", "c:\\b", "d%f", "Ine\u0301s", "INÉS", "ines")
        }
        assert found == {
            "%": True,
            "d % o": True,
            "_": True,
            "under_s": True,
            "underXs": False,
            "\\": True,
            "c:\\b": True,
            "d%f": False,
            "Ine\u0301s": True,
            "INÉS": True,
            "ines": True,
        }
