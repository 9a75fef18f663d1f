"""Attached files on a page: which of them this reader may know of, of what kind, and how large."""

from dataclasses import dataclass
from typing import Any

from babel.units import format_unit
from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.file_words import ENDINGS, Verdict
from matchmaker.filing.inspecting import Upload
from matchmaker.filing.store import Store, store_of
from matchmaker.models import Attachment, Need, Offer
from matchmaker.queries import attachments
from matchmaker.queries.needs import STAFF
from matchmaker.services.attachments import Parcel
from matchmaker.vocabulary import Visibility
from matchmaker.web.access import actor
from matchmaker.web.languages import said
from matchmaker.web.session import session
from matchmaker.web.words import name_of
from matchmaker.wording import say

HELD = {
    Verdict.WAITING: say("It is being checked for viruses. Look again in a minute."),
    Verdict.INFECTED: say("A virus was found in it, so it was thrown away."),
}
KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class FileRow:
    """A file on a page; `readers`, who else opens it, is told to its own side and to the secretariat.

    `held`: why nobody opens it.
    """

    ref: str
    version: int
    name: str
    kind: str
    size: str
    readers: str
    held: str = ""


class Belonging:
    """A file as it will be read when *thing*, to which it belongs, has come as far as it is shown here."""

    def __init__(self, file: Attachment, thing: Any) -> None:
        self._file, self._thing = file, thing

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._file, name)
        return self._thing if value is not None and name in ("need", "offer", "about") else value


def store() -> Store:
    return store_of(current_app.extensions["settings"])


def parcel_of(upload: Upload) -> Parcel:
    """A file on its way into our store, held back where there is a scanner."""
    return Parcel(upload, store(), held=current_app.extensions["settings"].clamd is not None)


def files_of(thing: Any) -> list[FileRow]:
    """The files of a need or an offer that this reader may open."""
    kind: type = Need if hasattr(thing, "named_donor_ids") else Offer
    shown = [Belonging(file, thing) for file in attachments.of(session, kind, thing.id)]
    return [file_row(file) for file in shown if policy.can(actor(), Action.READ_ATTACHMENT, file)]


def file_row(file: Any) -> FileRow:
    theirs = policy.can(actor(), Action.REMOVE_ATTACHMENT, file)
    within = file.message_id is None and (theirs or actor().role in STAFF)
    return FileRow(
        ref=file.ref,
        version=file.version,
        name=file.name,
        kind=name_of(file.kind),
        size=size_of(file.size),
        readers=readers()[file.visibility] if within else "",
        held=said(HELD[file.verdict]) if file.verdict in HELD else "",
    )


def size_of(count: int) -> str:
    """A size in the units and the digits of the reader's language."""
    number, unit = (
        (round(count / MB, 1), "megabyte") if count >= MB else (max(1, round(count / KB)), "kilobyte")
    )
    return format_unit(number, f"digital-{unit}", "short", locale=get_locale())


def readers() -> dict[Visibility, str]:
    """Who reads a file, by its visibility; never more than those who read what it belongs to."""
    return {
        Visibility.PUBLIC: _("Whoever reads all of this"),
        Visibility.DONORS: _("Donors who read this"),
        Visibility.SECRETARIAT: _("Only the secretariat, and the other side once you are introduced"),
    }


def audiences() -> list[tuple[str, str]]:
    return [(visibility.value, label) for visibility, label in readers().items()]


def init(app: Flask) -> None:
    endings = ",".join(f".{ending}" for ending in ENDINGS)
    app.jinja_env.globals.update(files_of=files_of, file_audiences=audiences, file_endings=endings)
