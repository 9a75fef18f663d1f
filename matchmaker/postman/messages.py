"""A letter as a mail: plain text, and the same as HTML that fetches nothing; in the language of its reader."""

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from html import escape
from urllib.parse import urlsplit

from matchmaker.models import Letter
from matchmaker.services.letters import MY_LETTERS
from matchmaker.services.password_links import LASTS
from matchmaker.services.signing import Purpose, signed
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterKind
from matchmaker.wording import RIGHT_TO_LEFT, Wording, mark

OPEN = mark("Open the page")
CHOOSE = mark("Choose which letters you get, and when")
STOP = mark("No more letters of this kind")
PAGE = (
    '<!doctype html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{subject}</title>'
    '</head>\n<body style="margin:0 auto;max-width:36em;padding:1em;font:16px/1.5 sans-serif;color:#16282a">\n'
    "{body}\n</body></html>\n"
)
LINK = '<a href="{url}" style="color:#0b5f63">{words}</a>'
FOOT = (
    '<hr style="border:0;border-top:1px solid #c5d3d4">\n<p style="font-size:14px;color:#4a5f61">{links}</p>'
)


class WholeLine(UnstructuredHeader):
    """A header that is never folded: an address in pieces cannot be clicked."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeLine)
MAIL = SMTP.clone(header_factory=HEADERS)


def compose(
    letter: Letter, enclosed: Sequence[Letter], *, settings: Settings, stoppable: bool, now: datetime
) -> EmailMessage:
    """*letter*, with what is *enclosed* if it is a digest.

    The Message-ID is the letter's own, so that a second copy, after a try of which nobody knows how it ended, is
    seen to be the same. An address that no mail can carry raises one of several errors of the library.
    """
    base = settings.base_url.rstrip("/")
    stop = (
        f"{base}{MY_LETTERS}stop/{signed(Purpose.STOP_LETTERS, letter.ref, settings.secret_key)}"
        if stoppable
        else ""
    )
    message = EmailMessage(MAIL)
    message["From"] = _address(*parseaddr(settings.sender))
    message["To"] = _address(letter.to.name, letter.address or letter.to.email)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.ref}@{urlsplit(base).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    if stop:
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    foot = [(CHOOSE, f"{base}{MY_LETTERS}"), *([(STOP, stop)] if stop else [])]
    page = _page_of(letter, base, settings)
    message.set_content(_text(letter, page, enclosed, base, foot))
    message.add_alternative(_html(letter, page, enclosed, base, foot), subtype="html")
    message["Content-Language"] = (
        letter.language
    )  # last: what is said of the content goes to the first part else
    return message


def _address(name: str, email: str) -> Address:
    """A name is one line, whatever somebody typed as theirs."""
    return Address(" ".join(name.split()), addr_spec=email)


def _page_of(letter: Letter, base: str, settings: Settings) -> str:
    """Where the link leads. One that opens something is made only now: no table and no list of letters holds it."""
    key = settings.secret_key
    if letter.kind == LetterKind.NEW_ADDRESS:
        return f"{base}{letter.path}confirm-address/{signed(Purpose.NEW_ADDRESS, letter.ref, key)}"
    if letter.kind in LASTS:
        return f"{base}/password/choose/{signed(Purpose.ACCOUNT_LINK, letter.ref, key)}"
    return base + letter.path


def _text(
    letter: Letter, page: str, enclosed: Sequence[Letter], base: str, foot: Sequence[tuple[str, str]]
) -> str:
    links = [f"{each.subject}\n{base}{each.path}" for each in enclosed] or [page]
    small = [f"{_said(words, letter)}:\n{url}" for words, url in foot]
    return "\n\n".join([letter.body, *links, "-- ", *small]) + "\n"


def _html(
    letter: Letter, page: str, enclosed: Sequence[Letter], base: str, foot: Sequence[tuple[str, str]]
) -> str:
    paragraphs = [f"<p>{escape(paragraph)}</p>" for paragraph in letter.body.split("\n\n")]
    if enclosed:
        lines = [f"<li{_spoken(each)}>{_link(base + each.path, each.subject)}</li>" for each in enclosed]
        paragraphs.append("<ul>" + "\n".join(lines) + "</ul>")
    else:
        paragraphs.append(f"<p>{_link(page, _said(OPEN, letter))}</p>")
    links = "<br>\n".join(_link(url, _said(words, letter)) for words, url in foot)
    return PAGE.format(
        language=escape(letter.language),
        direction=_direction(letter),
        subject=escape(letter.subject),
        body="\n".join([*paragraphs, FOOT.format(links=links)]),
    )


def _link(url: str, words: str) -> str:
    return LINK.format(url=escape(url), words=escape(words))


def _spoken(letter: Letter) -> str:
    """The attributes of a line in a digest: its reader may have changed languages since it was written."""
    return f' lang="{escape(letter.language)}" dir="{_direction(letter)}"'


def _direction(letter: Letter) -> str:
    return "rtl" if letter.language in RIGHT_TO_LEFT else "ltr"


def _said(words: str, letter: Letter) -> str:
    return Wording(words).said_in(letter.language)
