"""In which of the six languages this reader reads."""

from datetime import UTC, datetime
from functools import cached_property

from babel import Locale
from babel.support import Translations
from flask import Flask, g, request, session
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user

from matchmaker.wording import CATALOGUES, PORTAL_LANGUAGES, RIGHT_TO_LEFT, Wording

OWN_NAMES = [(code, Locale.parse(code).get_display_name(code) or code) for code in PORTAL_LANGUAGES]
# Days as the reader's region writes them, where the language alone would give another's.
REGIONAL = {"en": "en_GB"}
CHOICE = "language"  # the key in the cookie


def chosen() -> str:
    """What the reader chose here, else what they chose as a person, else what their browser asks for."""
    language = session.get(CHOICE) or (current_user and getattr(current_user, "language", None))
    if language in PORTAL_LANGUAGES:
        return language
    return request.accept_languages.best_match(PORTAL_LANGUAGES) or "en"


def language() -> str:
    if "reads_in" not in g:  # hundreds of words of a page ask for it
        g.reads_in = str(get_locale().language)
    return g.reads_in


class Catalogue(Domain):
    """The catalogue of this reader's language, looked up once for a request and not for each of its sentences."""

    def get_translations(self) -> Translations:
        if "catalogue" not in g:
            g.catalogue = super().get_translations()
        return g.catalogue


class Catalogues(Babel):
    @cached_property
    def domain_instance(self) -> Catalogue:
        return Catalogue(domain=self.domain)


def said(wording: Wording) -> str:
    """A wording in the reader's language."""
    return wording.said_in(language())


def init(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    app.jinja_env.globals["said"] = said
    Catalogues(app, locale_selector=lambda: REGIONAL.get(chosen(), chosen()))

    @app.context_processor
    def words() -> dict[str, object]:
        return {
            "language": language(),
            "direction": "rtl" if language() in RIGHT_TO_LEFT else "ltr",
            "languages_of_the_portal": OWN_NAMES,
            "now": datetime.now(UTC),
        }
