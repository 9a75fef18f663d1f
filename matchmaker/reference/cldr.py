"""Languages that people write and work in, and currencies. Their names come from Unicode CLDR (Babel)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from babel import Locale

from matchmaker.reference.rows import Row, read_once, table


class Direction(StrEnum):
    """Of writing; the words are the values of HTML's dir."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True)
class Language:
    code: str
    direction: Direction

    def label(self, language: str) -> str:
        """Its name in another language, as it stands inside a sentence: French writes "arabe"."""
        return Locale.parse(language).languages[self.code]


@dataclass(frozen=True)
class Currency:
    code: str

    def label(self, language: str) -> str:
        return Locale.parse(language).currencies[self.code]


@read_once
def languages(folder: Path) -> Mapping[str, Language]:
    """ISO 639 code -> language, the six of the United Nations first. Raises BadRow."""

    def language(row: Row) -> Language:
        code = row.matching("code", "[a-z]{2,3}", "two or three small letters")
        return Language(code, Direction(row.one_of("direction", Direction)))

    return table(folder / "languages.csv", ("code", "direction"), language)


@read_once
def currencies(folder: Path) -> Mapping[str, Currency]:
    """ISO 4217 code -> currency. Raises BadRow."""
    return table(
        folder / "currencies.csv",
        ("code",),
        lambda row: Currency(row.matching("code", "[A-Z]{3}", "three capital letters")),
    )
