"""What assistance is about (areas and their topics) and how it is given (modalities).

Codes are stable: once used they are never given to something else. A *ref* points to the paragraph of the
Convention that a topic comes from; the numbers are unverified, so each begins with "cf." and is no quotation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from matchmaker.reference.rows import UN_LANGUAGES, BadRow, Labelled, Row, read, read_once, table

TERM_LANGUAGES = (*UN_LANGUAGES, "pt")
BASES = {"T": "the paragraph names it", "I": "a grouping under the paragraph"}


@dataclass(frozen=True)
class Area(Labelled):
    code: str
    ref: str


@dataclass(frozen=True)
class Topic(Labelled):
    code: str
    area: str
    ref: str
    basis: str  # a key of BASES


@dataclass(frozen=True)
class Modality(Labelled):
    code: str
    ref: str  # empty where no paragraph names it
    basis: str  # a key of BASES
    aid_type: str  # IATI code list AidType


AREA_COLUMNS = ("code", *UN_LANGUAGES, "ref")
TOPIC_COLUMNS = ("code", "area", *UN_LANGUAGES, "ref", "basis")
MODALITY_COLUMNS = ("code", *UN_LANGUAGES, "ref", "basis", "aid_type")
TERM_COLUMNS = ("code", "language", "terms")
REF = r"cf\. Art(\.|s) .+"
ALLOWED_REF = 'a reference that begins with "cf. Art." or "cf. Arts"'


@read_once
def areas(folder: Path) -> Mapping[str, Area]:
    """Code (three letters) -> area. Raises BadRow."""

    def area(row: Row) -> Area:
        code = row.matching("code", "[A-Z]{3}", "three capital letters")
        return Area(row.labels(), code, row.matching("ref", REF, ALLOWED_REF))

    return table(folder / "areas.csv", AREA_COLUMNS, area)


@read_once
def topics(folder: Path) -> Mapping[str, Topic]:
    """Code (area, hyphen, two digits) -> topic. Raises BadRow."""

    def topic(row: Row) -> Topic:
        area = row.one_of("area", areas(folder))
        return Topic(
            labels=row.labels(),
            code=row.matching("code", area + r"-\d\d", f"{area}, a hyphen and two digits"),
            area=area,
            ref=row.matching("ref", REF, ALLOWED_REF),
            basis=row.one_of("basis", BASES),
        )

    return table(folder / "topics.csv", TOPIC_COLUMNS, topic)


@read_once
def modalities(folder: Path) -> Mapping[str, Modality]:
    """Code (three letters) -> modality. Raises BadRow."""

    def modality(row: Row) -> Modality:
        return Modality(
            labels=row.labels(),
            code=row.matching("code", "[A-Z]{3}", "three capital letters"),
            ref=row.matching("ref", f"({REF})?", f"nothing, or {ALLOWED_REF}"),
            basis=row.one_of("basis", BASES),
            aid_type=row.matching("aid_type", r"[A-H]\d\d", "a letter and two digits"),
        )

    return table(folder / "modalities.csv", MODALITY_COLUMNS, modality)


@read_once
def topic_terms(folder: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Code of an area or topic -> language -> its key terms, in each of TERM_LANGUAGES. Raises BadRow."""
    return _terms(folder / "topic_terms.csv", [*areas(folder), *topics(folder)])


@read_once
def modality_terms(folder: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The same of each modality. Raises BadRow."""
    return _terms(folder / "modality_terms.csv", [*modalities(folder)])


def _terms(path: Path, known: Sequence[str]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {code: {} for code in known}
    for row in read(path, TERM_COLUMNS):
        languages = found[row.one_of("code", known)]
        language = row.one_of("language", TERM_LANGUAGES)
        terms = tuple(row.text("terms").split("|"))
        if language in languages:
            raise row.bad("language", "a language that stands once for this code")
        if len(set(terms)) < len(terms) or any(not term or term != term.strip() for term in terms):
            raise row.bad("terms", "different terms, joined by |, with no space around them")
        languages[language] = terms
    for code, languages in found.items():
        if missing := [language for language in TERM_LANGUAGES if language not in languages]:
            raise BadRow(f"{path.name}: {code} has no row for {', '.join(missing)}.")
    return MappingProxyType(found)
