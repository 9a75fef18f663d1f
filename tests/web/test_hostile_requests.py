"""Whatever body or header comes with a request, the portal answers in words, the same on both databases.

QUALITY T5, R32, R34.
"""

from functools import partial

import pytest

from tests.web.answers import Answers
from tests.web.houses import House

MULTIPART, FORM = "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="note"'
BODIES = {
    "json": ("application/json", b'{"note": "x"}'),
    "json list": ("application/json", b'["email", "password"]'),
    "json null": ("application/json", b"null"),
    "json broken": ("application/json", b'{"email": '),
    "json surrogate": ("application/json", rb'{"email": "\ud800@example.org", "password": "\ud800"}'),
    "json nul": ("application/json", rb'{"email": "a\u0000@example.org", "password": "x"}'),
    "json deep": ("application/json", b"[" * 10_000 + b"]" * 10_000),
    "json by another name": ("application/problem+json", b'{"email": {"a": []}}'),
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "broken multipart": (MULTIPART, PART),
    "empty multipart": (MULTIPART, b""),
    "a file": (MULTIPART, PART + b'; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n'),
    "1500 parts": (MULTIPART, (PART + b"\r\n\r\nx\r\n") * 1_500 + b"--x--\r\n"),
    "another charset": (f"{FORM}; charset=utf-7", b"note=+ADw-script+AD4-"),
    "latin-1": (FORM, b"note=Ben\xedtez&title=%ED%A0%80"),
    "bad codes": (FORM, b"note=%ZZ%&%=%&&&;=;"),
    "coded nul": (FORM, b"note=%00"),
    "plain text": ("text/plain", b"note=x"),
    "xml": ("application/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "no such type": ("no such type", b"\xff\xfe\x00"),
    "no type": ("", b"note=x"),
}
ONE_IN = 4  # bodies that each deed is tried with; a form about nothing is tried with all of them
HEADERS = (
    ("HTTP_COOKIE", "remember_token=1|\xe9; session=\xff\xfe; language=xx"),
    ("HTTP_COOKIE", "remember_token=" + "1|2|" * 500 + "; session=.eJwlj.a.b"),
    ("HTTP_COOKIE", 'session="unfinished; =; ;;, remember_token=|'),
    ("HTTP_ACCEPT_LANGUAGE", "en;q=NaN, fr;q=1e309, *;q=-1, zz-ZZ-1234;q=\xb2, ;;q, " + "x-" * 500),
    ("HTTP_ACCEPT", "application/json"),
    ("HTTP_ACCEPT", "text/html;q=x, */*;q=\xb2"),
    ("HTTP_HOST", "evil.example"),
    ("HTTP_HOST", "a b\xe9"),
    ("HTTP_HOST", "[::1"),
    ("HTTP_HOST", "localhost:99999999"),
    ("HTTP_HOST", ""),
    ("HTTP_X_FORWARDED_HOST", "evil.example"),
    ("HTTP_REFERER", "http://[::1"),
    ("HTTP_AUTHORIZATION", "Basic ===="),
    ("HTTP_AUTHORIZATION", "Digest \xe9"),
    ("HTTP_AUTHENTICATION_TOKEN", "\xe9"),
    ("HTTP_IF_MODIFIED_SINCE", "the day before yesterday"),
    ("HTTP_IF_NONE_MATCH", '"\xe9'),
    ("HTTP_RANGE", "bytes=9-1,-5,x"),
    ("CONTENT_LENGTH", "-1"),
    ("CONTENT_LENGTH", "many"),
    ("HTTP_CONTENT_ENCODING", "gzip"),
    ("HTTP_TRANSFER_ENCODING", "chunked"),
    ("HTTP_X_CSRFTOKEN", "\xe9"),
)
VISITS = (
    ("/", "GET"),
    ("/needs/?page=2", "GET"),
    ("/needs", "GET"),
    ("/sign-in", "POST"),
    ("/language/fr", "POST"),
)


@pytest.mark.proves("R34", "R36")
def test_every_form_takes_any_body(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        for place, ((endpoint, who), deed) in enumerate(house.deeds.items()):
            for number, (name, (kind, body)) in enumerate(BODIES.items()):
                if deed.situation is None or number % ONE_IN == place % ONE_IN:
                    answers.take(house, f"{endpoint} {who} {name}", partial(house.post, deed, body, kind))
    answers.settle()


@pytest.mark.proves("R36")
def test_no_header_breaks_a_page(houses: list[House]) -> None:
    answers = Answers()
    for house in houses:
        browser = house.app.test_client(use_cookies=False)
        for number, (name, value) in enumerate(HEADERS):
            for url, method in VISITS:
                ask = partial(browser.open, url, method=method, environ_overrides={name: value})
                answers.take(house, f"{name} {number} {method} {url}", ask)
    answers.settle()


def test_a_cookie_of_another_alphabet_signs_nobody_in_and_nobody_out(houses: list[House]) -> None:
    for house in houses:
        browser = house.new_browser("amina")
        browser.set_cookie("remember_token", "1|\xe9")
        assert browser.get("/desk/").status_code == 200
        stranger = house.new_browser("eve")
        stranger.set_cookie("remember_token", "1|\xe9")
        assert stranger.get("/desk/").status_code == 302
