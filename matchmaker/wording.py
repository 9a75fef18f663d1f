"""Words for people, in six languages: catalogues read through Babel, without Flask.

Letters and domain errors are worded below the web; the web's own `_()` reads the same catalogues.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parent / "translations"
PORTAL_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ps", "ur", "dv"})


def mark(text: str) -> str:
    """*text* itself, marked so that it is extracted into the catalogues and translated later."""
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of one portal language; English needs none."""
    return Translations.load(CATALOGUES, [language])


@dataclass(frozen=True)
class Wording:
    """A sentence for a reader whose language is not known yet: *text* with %(name)s gaps."""

    text: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    def said_in(self, language: str) -> str:
        """The sentence in a portal language, gaps filled."""
        filled = {name: _gap(gap, language) for name, gap in self.gaps.items()}
        said = catalogue(language).gettext(self.text)
        return said % filled if filled else said

    def __str__(self) -> str:
        return self.said_in("en")


def _gap(gap: object, language: str) -> object:
    """A gap as it stands in a sentence: wordings are translated, days written as the language writes them."""
    if isinstance(gap, Wording):
        return gap.said_in(language)
    return format_date(gap, "long", locale=language) if isinstance(gap, date) else gap


def say(text: str, **gaps: object) -> Wording:
    """A `Wording` from a literal: `say("Only a draft can be cleared.")`."""
    return Wording(text, gaps)
