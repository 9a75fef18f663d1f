"""TBX (ISO 30042), of 2008 and of 2019: entries of a termbase, with or without a namespace."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree  # a list that the operator chose to load; expat limits entities

from matchmaker.reference import TERM_LANGUAGES
from matchmaker.services.lexicon.entries import BadList, Entry, entry

ROOTS = ("tbx", "martif")
ENTRIES = ("conceptEntry", "termEntry")
LANGUAGES = ("langSec", "langSet")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_tbx(path: Path) -> bool:
    """Whether the first element says so; what is no XML is none."""
    try:
        _event, root = next(iter(ElementTree.iterparse(path, events=("start",))))  # noqa: S314  # see above
    except (ElementTree.ParseError, StopIteration):
        return False
    return _name(root) in ROOTS


def read_tbx(path: Path) -> Iterator[Entry]:
    """One entry for each concept. Raises BadList."""
    try:
        for _event, element in ElementTree.iterparse(path):  # noqa: S314  # see above
            if _name(element) in ENTRIES:
                if found := entry(_said(element)):
                    yield found
                element.clear()
    except ElementTree.ParseError as error:
        line, _column = error.position
        raise BadList(f"{path.name}, line {line}: this is no XML ({error.msg}).") from error


def _said(concept: ElementTree.Element) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for section in concept.iter():
        language = section.get(LANG, "")[:2].lower()
        if _name(section) in LANGUAGES and language in TERM_LANGUAGES:
            said[language] += [term.text or "" for term in section.iter() if _name(term) == "term"]
    return said


def _name(element: ElementTree.Element) -> str:
    """Without its namespace."""
    return element.tag.rpartition("}")[2]
