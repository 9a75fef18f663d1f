"""The lexicon of the field: concepts, and the ways to say each of them in seven languages.

One file a domain in lexicon/. A cell holds terms joined by |, the usual one first. A term that several
concepts claim in one language carries a ? in each: `bank?`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from babel import Locale

from matchmaker.reference.places import countries
from matchmaker.reference.rows import Row, read, read_once
from matchmaker.reference.taxonomy import TERM_LANGUAGES

Terms = Mapping[str, tuple[str, ...]]  # language -> terms

COLUMNS = ("concept", "en", "fr", "es", "ru", "ar", "zh", "pt")
AMBIGUOUS = "?"
NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


@read_once
def concepts(folder: Path) -> Mapping[str, Terms]:
    """Name -> language -> its terms, in each of TERM_LANGUAGES.

    Raises BadRow, also for a name that stands twice, and for a term that two concepts claim unmarked.
    """
    found: dict[str, Terms] = {}
    claimed: dict[tuple[str, str], str] = {}  # (language, unmarked term) -> concept
    for row in rows(folder / "lexicon"):
        name = row.matching("concept", NAME, "small letters, digits and single hyphens")
        if name in found:
            raise row.bad("concept", "a name that stands once in all files")
        found[name] = MappingProxyType({language: terms(row, language) for language in TERM_LANGUAGES})
        for language in TERM_LANGUAGES:
            for term in row.cells[language].split("|"):
                other = claimed.setdefault((language, term.casefold()), name)
                if other != name and not term.endswith(AMBIGUOUS):
                    raise row.bad(language, f"no {term!r} without {AMBIGUOUS}, for {other} claims it too")
    return MappingProxyType(found | dict(countries_as_concepts()))


def countries_as_concepts() -> Iterator[tuple[str, Terms]]:
    """Each State under its code ("country-gmb"), with its names in Unicode CLDR, which has none for its people."""
    for code, country in countries().items():
        names = {language: Locale.parse(language).territories[country.iso2] for language in TERM_LANGUAGES}
        yield (
            f"country-{code.lower()}",
            MappingProxyType({language: (name,) for language, name in names.items()}),
        )


def rows(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.csv")):
        yield from read(path, COLUMNS)


def terms(row: Row, language: str) -> tuple[str, ...]:
    found = tuple(term.removesuffix(AMBIGUOUS) for term in row.text(language).split("|"))
    if len(set(found)) < len(found) or any(not term or term != term.strip() for term in found):
        raise row.bad(language, "different terms, joined by |, with no space around them")
    return found
