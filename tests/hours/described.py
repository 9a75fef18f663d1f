"""A portal as an OpenAPI description tells of it: made from its routes and from the forms that its pages show."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.hours.scanners import Target
from tests.web.houses import READERS, House
from tests.web.walking import Form, Rule, read_page, rules

RULE = "=" * 54  # between two requests of a log
WORD, NUMBER = {"type": "string"}, {"type": "integer"}
# Of lists: what may stand in their addresses; whatever a page does not know it passes over.
QUERY = {
    **dict.fromkeys(
        ("words", "topic", "modality", "place", "language", "stage", "state", "source", "by"), WORD
    ),
    **dict.fromkeys(
        ("catalogue", "currency", "valid", "csv", "next", "reader", "steps", "person", "event"), WORD
    ),
    **dict.fromkeys(("page", "sum"), NUMBER),
}
STAFF = ("dao", "farah", "hiba")  # who between them read every list
# Whoever sends these is nobody, or another, for the rest of the run: only a visitor tries them.
LEAVES = ("security.login", "security.logout", "visits.end", "visits.end_others")


def description(house: House, who: str) -> dict[str, Any]:
    """Of all routes, each as it takes what somebody sends who keeps to the form: one that *who* is shown, if any is."""
    shown = {endpoint: deed.form for (endpoint, other), deed in house.deeds.items() if other == who}
    forms = {deed.form.endpoint: deed.form for deed in house.forms} | shown
    paths: dict[str, Any] = {}
    for method in ("GET", "POST"):
        for rule in rules(house.app, method):
            if who == "eve" or rule.endpoint not in LEAVES:
                paths.setdefault(_path(rule), {})[method.lower()] = _operation(house, rule, method, forms)
    return {"openapi": "3.0.3", "info": {"title": "Matchmaker", "version": "1"}, "paths": paths}


def _path(rule: Rule) -> str:
    return "".join(f"{{{word}}}" if dynamic else word for dynamic, word in rule._trace).lstrip("|")


def _operation(house: House, rule: Rule, method: str, forms: dict[str, Form]) -> dict[str, Any]:
    form = forms.get(rule.endpoint) if method == "POST" else None
    told: dict[str, Any] = {"responses": {"default": {"description": "any"}}}
    told["parameters"] = [*_in_path(rule, form.url if form else house.address(rule))]
    if method == "GET":
        told["parameters"] += [{"name": name, "in": "query", "schema": kind} for name, kind in QUERY.items()]
    elif form:
        fields = {name: _field(form, name) for name in form.fields if name}
        body = {"schema": {"type": "object", "properties": fields}}
        told["requestBody"] = {"content": {"application/x-www-form-urlencoded": body}}
    return told


def _in_path(rule: Rule, address: str) -> Iterator[dict[str, Any]]:
    """References as in *address*: others, which lead nowhere, are tried elsewhere."""
    for part, there in zip(rule.rule.split("/"), address.split("?")[0].split("/"), strict=True):
        if part.startswith("<"):
            name = part.strip("<>").split(":")[-1]
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string", "enum": [there]},
            }


def _field(form: Form, name: str) -> dict[str, Any]:
    offered = [value for value in (*form.choices.get(name, []), *form.fields[name]) if value]
    return {"anyOf": [{"type": "string", "enum": sorted({*offered})}, WORD]} if offered else WORD


def requests(portal: Target) -> Iterator[str]:
    """Each form once, and each list with all that may stand in its address, as a proxy would have heard them."""
    cookies = {who: portal.cookie(who) for who in READERS}
    for deed in portal.house.forms:
        if deed.who == "eve" or deed.form.endpoint not in LEAVES:
            fields = urlencode(portal.house.filled(deed) if deed.form.method == "post" else {}, doseq=True)
            yield _request(portal, "POST", deed.form.url, cookies[deed.who], fields)
    for rule in rules(portal.house.app, "GET"):
        for who in STAFF if not rule.arguments else ():
            if asked := _asked_by(portal.house, who, rule.rule):
                yield _request(portal, "GET", f"{rule.rule}?{urlencode(asked)}", cookies[who], "")
                break


def _asked_by(house: House, who: str, page: str) -> dict[str, str]:
    """What stands in the addresses to which the links and the forms of *page* lead back."""
    forms, links = read_page(page, house.ask(who, page).text)
    known = {
        name: "1"
        for form in forms
        if form.method == "get" and form.url == page
        for name in form.fields
        if name
    }
    for link in links:
        if urlsplit(link).path == page:
            known |= dict(parse_qsl(urlsplit(link).query))
    return known


def _request(portal: Target, method: str, url: str, cookie: str, body: str) -> str:
    host = portal.address.removeprefix("http://")
    kind = "Content-Type: application/x-www-form-urlencoded\n" * bool(body)
    return f"{RULE}\n{method} {url} HTTP/1.1\nHost: {host}\nCookie: {cookie}\n{kind}\n{body}\n{RULE}\n"
