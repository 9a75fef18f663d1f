"""In which of the six languages this reader reads, and by which clock."""

from datetime import datetime, timedelta
from functools import cached_property

from babel import Locale
from babel.support import Translations
from flask import Flask, g, request, session
from flask_babel import Babel, Domain, get_locale, to_user_timezone
from flask_login import current_user

from matchmaker import clock, reference
from matchmaker.wording import CATALOGUES, PORTAL_LANGUAGES, RIGHT_TO_LEFT, Wording

OWN_NAMES = [(code, Locale.parse(code).get_display_name(code) or code) for code in PORTAL_LANGUAGES]
# Days as the reader's region writes them, where the language alone would give another's.
REGIONAL = {"en": "en_GB"}
CHOICE = "language"  # the key in the cookie


def chosen() -> str:
    """What the reader chose here, else what they chose as a person, else what their browser asks for."""
    reader = current_user if current_user and current_user.is_authenticated else g.get("half_way")
    language = session.get(CHOICE) or getattr(reader, "language", None)
    if language in PORTAL_LANGUAGES:
        return language
    return request.accept_languages.best_match(PORTAL_LANGUAGES) or "en"


def language() -> str:
    if "reads_in" not in g:  # hundreds of words of a page ask for it
        g.reads_in = str(get_locale().language)
    return g.reads_in


def zone() -> str:
    """What the reader chose as a person, else the zone of their State; UTC for everybody else."""
    if not (current_user and current_user.is_authenticated):
        return reference.UTC
    return current_user.zone or reference.zone_of(current_user.organisation.country or "")


def zone_name(moment: datetime) -> str:
    """How far the reader's clock is from UTC at that *moment*."""
    return offset_name(to_user_timezone(moment).utcoffset())


def offset_name(offset: timedelta) -> str:
    """UTC, UTC+14, UTC-3:30."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"UTC{sign}{hours}{f':{minutes:02}' if minutes else ''}" if offset else "UTC"


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
    app.jinja_env.globals.update(said=said, zone_name=zone_name)
    Catalogues(app, locale_selector=lambda: REGIONAL.get(chosen(), chosen()), timezone_selector=zone)

    @app.context_processor
    def words() -> dict[str, object]:
        return {
            "language": language(),
            "direction": "rtl" if language() in RIGHT_TO_LEFT else "ltr",
            "languages_of_the_portal": OWN_NAMES,
            "now": clock.now(),
        }
