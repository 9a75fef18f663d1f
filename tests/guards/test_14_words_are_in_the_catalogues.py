"""House law 14: every string a person reads is in the catalogues, complete in all six languages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment, nodes

from matchmaker.wording import PORTAL_LANGUAGES
from tests.guards.house import PACKAGE, ROOT, package
from tools import catalogues

TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
TRANSLATORS = {"_", "gettext", "ngettext", "lazy", "mark", "say"}
SPOKEN_ATTRIBUTES = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "content",
    "label",
    "data-label",
}
EXPRESSION = "\N{MIDDLE DOT}"  # stands for what a template puts in
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # what a macro writes into the tag of another
# A time zone; and what one macro answers another.
SAID_EVERYWHERE = {f"{EXPRESSION}, {EXPRESSION} UTC", "yes"}
NOT_TEXT = {"script", "style"}
GAP = re.compile(r"%\((\w+)\)|%[sd]")
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)

each_language = pytest.mark.parametrize("language", PORTAL_LANGUAGES)
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")


@cache
def gathered() -> Catalog:
    return catalogues.gathered()


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def texts(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {forms(message.id) for message in catalogue if message.id}


@each_language
def test_a_catalogue_holds_the_strings_of_the_portal_and_no_others(language: str) -> None:
    """Run tools/catalogues.py. Sabotaged: a new sentence in a template; an old one left in fr."""
    known, needed = texts(catalogues.read(language)), texts(gathered())
    assert needed - known == set()
    assert known - needed == set()


@each_language
def test_a_catalogue_is_complete_and_sure(language: str) -> None:
    """Sabotaged: one empty msgstr, one plural form short, one entry marked fuzzy."""
    wanting = [message.id for message in catalogues.read(language) if catalogues.is_missing(message)]
    unsure = [message.id for message in catalogues.read(language) if message.id and message.fuzzy]
    assert (wanting, unsure) == ([], [])


@each_language
def test_a_translation_has_the_gaps_of_its_original(language: str) -> None:
    """Sabotaged: %(ref)s written %(réf)s; a gap forgotten."""
    wrong = [
        (message.id, said)
        for message in catalogues.read(language)
        if message.id
        for said in forms(message.string)
        if said and not gaps_agree(forms(message.id), said)
    ]
    assert wrong == []


def gaps_agree(originals: tuple[str, ...], said: str) -> bool:
    """The same gaps; a plural form may leave some out, as "one need" does."""
    known = set(GAP.findall(originals[-1]))
    found = set(GAP.findall(said))
    return found == known or (len(originals) > 1 and found <= known)


def test_every_language_of_the_portal_has_a_catalogue() -> None:
    """Sabotaged: the folder of ar renamed."""
    assert {path.name for path in (PACKAGE / "translations").iterdir()} == set(PORTAL_LANGUAGES)
    assert catalogues.LANGUAGES == PORTAL_LANGUAGES
    assert catalogues.ROOT == ROOT


class Spoken(HTMLParser):
    """Collects what a person would read or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_TEXT:
            self.inside.append(tag)
        named = dict(attrs)
        for name in SPOKEN_ATTRIBUTES & named.keys():
            if name != "content" or named.get("name") == "description":
                self.said.append(named[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_TEXT:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.said.append(data)


def bare(source: str) -> list[str]:
    """Text of a template that stands outside every expression."""
    spoken = Spoken()
    spoken.feed("".join(data_of(source)))
    spoken.close()
    said = (ATTRIBUTE.sub("", text).strip() for text in spoken.said)
    return [text for text in said if any(char.isalpha() for char in text) and text not in SAID_EVERYWHERE]


def data_of(source: str) -> Iterator[str]:
    for _line, token, value in JINJA.lex(source):
        if token == "data":
            yield value
        elif token == "variable_begin":
            yield EXPRESSION


def quoted(source: str) -> Iterator[str]:
    """Strings inside expressions that look like words for people and are handed to no translator."""

    def walk(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in TRANSLATORS:
            return
        if (
            isinstance(node, nodes.Const)
            and isinstance(node.value, str)
            and re.match(r"[A-Z][a-z]", node.value)
        ):
            yield node.value
        for child in node.iter_child_nodes():
            yield from walk(child)

    yield from walk(JINJA.parse(source))


@each_template
def test_a_template_says_nothing_that_is_not_translated(path) -> None:
    """Sabotaged: <p>Welcome</p>; aria-label="Menu"; {{ empty("Nothing here.") }}."""
    source = path.read_text(encoding="utf-8")
    assert bare(source) == []
    assert list(quoted(source)) == []


def test_only_literals_are_handed_to_the_translators() -> None:
    """What is put together at run time is never extracted. Sabotaged: _(f"{noun} saved")."""
    wrong = [
        f"{source.place}:{node.lineno}"
        for source in package()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATORS and node.args
        if not isinstance(node.args[0], ast.Constant) and not is_marked(node.args[0])
    ]
    assert wrong == []


def is_marked(argument: ast.expr) -> bool:
    """The name of a constant, which has been through mark()."""
    return isinstance(argument, ast.Name) and argument.id.isupper()


def test_no_view_says_a_bare_string() -> None:
    """Sabotaged: flash("Saved."); a domain error raised with text."""
    wrong = [
        f"{source.place}:{node.lineno}"
        for source in package()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
        if getattr(node.func, "id", "") in {"flash", "Wording", *ERRORS}
    ]
    assert wrong == []


ERRORS = {"NotFound", "NotAllowed", "IllegalTransition", "Incomplete", "Conflict", "BadInput"}


KEYS = {"Escape", "Enter", "Tab"}  # of the keyboard, as browsers call them


def test_the_script_has_no_words_of_its_own() -> None:
    """It reads them from data attributes. Sabotaged: status.textContent = "Draft saved";"""
    scripts = [path.read_text(encoding="utf-8") for path in (PACKAGE / "web" / "static").glob("*.js")]
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", "\n".join(scripts), flags=re.DOTALL)
    strings = re.findall(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""", code)
    said = [text for found in strings for text in found if re.match(r"[A-Z][a-z]+( |$|[.!?])", text)]
    assert set(said) - KEYS == set()
