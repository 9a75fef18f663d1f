"""One concept of a list that is loaded: its name, and the ways to say it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matchmaker.engine.text.languages import RUN, clean
from matchmaker.reference import TERM_LANGUAGES
from matchmaker.reference.concepts import AMBIGUOUS

PREFIX = "imported/"  # keeps the concepts of loaded lists apart from ours
LONGEST_TERM = 100  # characters; what is longer is a definition
LONGEST_SLUG = 80

Terms = Mapping[str, tuple[str, ...]]


class BadList(Exception):
    """A list that cannot be read: says file, place and what was expected."""


@dataclass(frozen=True)
class Entry:
    """*terms*: language -> ways to say it, of TERM_LANGUAGES; at least one."""

    name: str
    terms: Terms


def entry(said: Mapping[str, Iterable[str]]) -> Entry | None:
    """An entry of what is usable in *said*; None if nothing is. Two entries of one English word are one."""
    terms = {
        language: found for language in TERM_LANGUAGES if (found := usable(said.get(language, ()), language))
    }
    if not terms:
        return None
    first = next(iter(terms.values()))[0]
    return Entry(PREFIX + slug(first), terms)


def usable(terms: Iterable[str], language: str) -> tuple[str, ...]:
    """*terms* on one line each, each once; without definitions and what has no letters."""
    found = (" ".join(term.split()).removesuffix(AMBIGUOUS).strip() for term in terms)
    # English lists give verbs as "to seize"; texts do not.
    bare = (term.removeprefix("to ") if language == "en" else term for term in found)
    return tuple(
        dict.fromkeys(term for term in bare if len(term) <= LONGEST_TERM and RUN.search(clean(term)))
    )


def slug(term: str) -> str:
    """*term* in small ASCII letters and hyphens; letters of other alphabets as a number of their own."""
    letters = unicodedata.normalize("NFKD", term.casefold()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(plain) > LONGEST_SLUG or not plain or not term.isascii():
        plain = f"{plain[:LONGEST_SLUG]}-{hashlib.sha256(term.casefold().encode()).hexdigest()[:12]}".strip(
            "-"
        )
    return plain


def joined(entries: Iterable[Entry]) -> dict[str, Terms]:
    """Name -> terms, those of entries with one name together."""
    found: dict[str, Terms] = {}
    for each in entries:
        found[each.name] = together(found.get(each.name, {}), each.terms)
    return found


def together(one: Mapping[str, Iterable[str]], other: Mapping[str, Iterable[str]]) -> Terms:
    return {
        language: terms
        for language in TERM_LANGUAGES
        if (terms := tuple(dict.fromkeys([*one.get(language, ()), *other.get(language, ())])))
    }
