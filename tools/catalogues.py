"""The catalogues of the six languages: gather every string, bring each up to date, say what is missing.

    python tools/catalogues.py            # extract and update; exit 1 while a translation is missing
    python tools/catalogues.py --compile  # what ./run and ./check do: .po -> .mo, only where it changed

A changed English string is a new string: nothing is guessed from a similar one, so no entry is ever fuzzy.
English has a catalogue for its plural forms alone.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "matchmaker" / "translations"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
METHODS = [("matchmaker/**.py", "python"), ("matchmaker/web/templates/**.html", "jinja2")]
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the history of a catalogue is told by the repository
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy": None,
    "mark": None,
    "say": None,
}


def empty(language: str | None = None) -> Catalog:
    """A catalogue whose head says nothing that changes from one run to the next."""
    return Catalog(
        locale=language,
        project="Matchmaker",
        version="1",
        header_comment="# Matchmaker",
        creation_date=NO_DAY,
        revision_date=NO_DAY,
        fuzzy=False,
    )


def gathered() -> Catalog:
    """Every string of the package that a person reads."""
    found = empty()
    strings = extract_from_dir(ROOT, method_map=METHODS, options_map={}, keywords=KEYWORDS)
    for file, _line, text, comments, context in strings:
        found.add(text, locations=[(Path(file).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def path_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def is_missing(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(message.id) and not all(texts)


def brought_up_to_date(language: str, strings: Catalog) -> Catalog:
    """The strings of today with the translations that exist; English says what the code says."""
    known = read(language)
    fresh = empty(language)
    for message in strings:
        if not message.id:
            continue
        old = known.get(message.id, context=message.context)
        text = old.string if old else ""
        if language == "en":
            text = message.id
        fresh.add(message.id, text, locations=message.locations, flags=message.flags, context=message.context)
    return fresh


def update() -> int:
    strings = gathered()
    lacking = 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language, strings)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, sort_output=True, width=0, include_lineno=False)
        missing = sum(is_missing(message) for message in catalogue)
        lacking += missing
        print(f"{language}: {len(catalogue)} strings, {missing} without a translation")
    return 1 if lacking else 0


def compile_changed() -> int:
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language).with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, read(language))
    return 0


if __name__ == "__main__":
    sys.exit(compile_changed() if "--compile" in sys.argv[1:] else update())
