"""Who carries a letter out of the house: a mail server, or, in the demonstration, a folder."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, Self

from matchmaker.settings import MailServer, Tls

PATIENCE_S = 20  # for each step of the talk; a server that is well answers within one
LETTERS_A_CALL = 50  # many servers hang up after a hundred


class Refused(Exception):
    """The server will never take this letter; it says why."""


class NotNow(Exception):
    """The letter could not be handed over this time; another may fare better."""


class NobodyThere(NotNow):
    """The server cannot be talked to at all."""


class Carrier(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def carry(self, ref: str, message: EmailMessage) -> None: ...


class Folder:
    """Writes each letter as a file that mail programs open, whole or not at all.

    Nobody else on the machine may read them: some carry a link by which a password is chosen.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def carry(self, ref: str, message: EmailMessage) -> None:
        written = self.folder / f"{ref}.new"
        written.write_bytes(message.as_bytes())
        written.replace(self.folder / f"{ref}.eml")


class Server:
    """One talk with the mail server for many letters; a talk that went wrong is ended, and the next begins afresh."""

    def __init__(self, place: MailServer) -> None:
        self.place = place
        self.talk: smtplib.SMTP | None = None
        self.carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        try:
            if self.talk:
                self.talk.quit()
        except (OSError, smtplib.SMTPException):
            pass  # the letters are handed over; how the server says goodbye is its own affair
        self._hang_up()

    def carry(self, ref: str, message: EmailMessage) -> None:
        """Hand one letter over, or raise `Refused`, `NotNow` or `NobodyThere`."""
        talk = self._open_talk()
        try:
            talk.send_message(message)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._hang_up()
            raise _verdict(error) from error
        self.carried += 1
        if self.carried % LETTERS_A_CALL == 0:
            self.__exit__()

    def _open_talk(self) -> smtplib.SMTP:
        if self.talk is None:
            try:
                self.talk = _call(self.place)
            except (OSError, smtplib.SMTPException) as error:
                raise NobodyThere(_words(error)) from error
        return self.talk

    def _hang_up(self) -> None:
        if self.talk:
            self.talk.close()
        self.talk = None


def _call(place: MailServer) -> smtplib.SMTP:
    """A talk that is private and signed in, as far as the settings ask for it."""
    trusted = ssl.create_default_context()
    if place.tls == Tls.IMPLICIT:
        talk: smtplib.SMTP = smtplib.SMTP_SSL(place.host, place.port, timeout=PATIENCE_S, context=trusted)
    else:
        talk = smtplib.SMTP(place.host, place.port, timeout=PATIENCE_S)
    try:
        if place.tls == Tls.STARTTLS:
            talk.starttls(context=trusted)
        if place.user:
            talk.login(place.user, place.password)
    except BaseException:
        talk.close()
        raise
    return talk


def _verdict(error: Exception) -> Exception:
    """Only what the server says of the reader or of the letter is final; of us, of itself and of the hour it is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    elif isinstance(error, smtplib.SMTPDataError):
        code = error.smtp_code
    else:
        # An address in letters that the server cannot read is not its passing mood.
        code = 553 if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError) else 0
    return Refused(_words(error)) if code >= 500 else NotNow(_words(error))


def _words(error: Exception) -> str:
    """What went wrong, as the server or the system says it: "550 No such user here"."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(error) or type(error).__name__
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
