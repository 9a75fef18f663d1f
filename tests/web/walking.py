"""Walking through the portal as a crawler would: every form that its pages show, and who is shown it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

Fields = dict[str, list[str]]


@dataclass
class Form:
    """A <form> of a page: name -> values as they would be sent; `choices`: name -> what a list offers."""

    url: str = ""
    method: str = "get"
    fields: Fields = field(default_factory=dict)
    choices: Fields = field(default_factory=dict)
    areas: set[str] = field(default_factory=set)  # names of fields with several lines
    written: set[str] = field(default_factory=set)  # names of fields into which a person types
    files: set[str] = field(default_factory=set)  # names of fields for a file
    buttons: int = 0
    endpoint: str = ""

    def filled(self, **answers: str) -> Fields:
        """What stands in the fields, else one of *answers*, a choice, or plain words where there is room for them."""
        sent = {name: [value for value in values if value] for name, values in self.fields.items()}
        for name in sent:
            likely = [
                answers.get(name, ""),
                *self.choices.get(name, []),
                "Plain words." * (name in self.areas),
            ]
            sent[name] = sent[name] or [value for value in likely if value][:1]
        return sent


class _Forms(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms, self.links = url, list[Form](), list[str]()
        self.inside: Form | None = None
        self.select = self.area = ""
        self.templates = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attributes}
        self.templates += tag == "template"
        if tag == "a" and "href" in got:
            self.links.append(got["href"])
        if tag == "form":
            self.inside = Form(got.get("action") or self.url, got.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside and not self.templates and (got.get("name") or tag == "option"):
            self._field(self.inside, tag, got)
        if self.inside and tag == "button":
            self.inside.buttons += 1

    def _field(self, form: Form, tag: str, got: dict[str, str]) -> None:
        name, value = got.get("name", ""), got.get("value", "")
        if tag in ("input", "textarea", "select"):
            form.fields.setdefault(name, [])
        if tag == "button" and not form.buttons:  # the first is pressed
            form.fields.setdefault(name, []).append(value)
        if tag == "select":
            self.select = name
        elif tag == "option":
            form.choices.setdefault(self.select, []).append(value)
            if "selected" in got:
                form.fields[self.select] = [value]
        elif tag == "textarea":
            self.area = name
            form.written.add(name)
            form.areas.add(name)
        elif tag == "input" and got.get("type") in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value)
            form.fields[name] += [value] if "checked" in got else []
        elif tag == "input":
            form.fields[name].append(value)
            form.files |= {name} if got.get("type") == "file" else set()
            form.written |= {name} if got.get("type") not in ("hidden", "file") else set()

    def handle_data(self, text: str) -> None:
        if self.area and self.inside:
            before = "".join(self.inside.fields[self.area])
            self.inside.fields[self.area] = [before + (text if before else text.removeprefix("\n"))]

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.inside = None


def forms_of(app: Flask, url: str, html: str) -> tuple[list[Form], list[str]]:
    """The forms of a page, each with the endpoint that takes it, and the addresses of its links."""
    forms, links = read_page(url, html)
    urls = app.url_map.bind("localhost")
    for form in forms:
        form.endpoint = urls.match(form.url.split("?")[0], method=form.method.upper())[0]
    return forms, links


def read_page(url: str, html: str) -> tuple[list[Form], list[str]]:
    """The same of a portal of which only the pages are known: no form has an endpoint."""
    read = _Forms(url)
    read.feed(html)
    return read.forms, read.links


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """Every route that takes *method*, files apart."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and "static" not in rule.endpoint:
            yield rule


def shown_forms(app: Flask, browser: FlaskClient, url: str) -> Iterator[tuple[str, Form]]:
    """(address of the page, form) of the page under *url*, and of pages about the same thing to which it links."""
    forms, links = forms_of(app, url, browser.get(url).text)
    yield from ((url, form) for form in forms)
    about = f"/{url.split('/')[-1]}/"
    for link in dict.fromkeys(link for link in links if about in link and about != "//"):
        yield from ((link, form) for form in forms_of(app, link, browser.get(link).text)[0])
