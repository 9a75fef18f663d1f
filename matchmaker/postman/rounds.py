"""One round of the postman: gather the digests, then take letters out one by one until none is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import structlog
from sqlalchemy import Engine

from matchmaker import clock
from matchmaker.database import transaction
from matchmaker.postman.carriers import Carrier, Folder, NobodyThere, NotNow, Refused, Server
from matchmaker.postman.messages import compose
from matchmaker.services import digests, outbox, password_links, preferences
from matchmaker.settings import Settings

log = structlog.get_logger(__name__)
FOLDER = "letters"
FAILURES_A_ROUND = (
    3  # one after the other: then it is not the letters, and the server is left alone for a while
)
Hour = Callable[[], datetime]


@dataclass(frozen=True)
class Parcel:
    """A letter that was taken out: its number, its reference, which try this is, and the mail."""

    letter_id: int
    ref: str
    tries: int
    message: EmailMessage


def send_due(engine: Engine, settings: Settings, *, now: Hour = clock.now) -> int:
    """Send what is due; how many letters left the house. Several may go round at once, and no letter goes twice.

    Nothing that a mail server does raises here: its letters stay in the outbox.
    """
    carrier = _carrier(settings)
    if carrier is None:
        return 0
    with transaction(engine) as session:
        digests.gather(session, now=now())
        password_links.answer_wishes(session, now=now())
    sent = failed = 0
    with carrier:
        while failed < FAILURES_A_ROUND and (parcel := _take(engine, settings, now())):
            try:
                carrier.carry(parcel.ref, parcel.message)
            except (Refused, NotNow, OSError) as error:
                _keep(engine, parcel, error, now())
                if isinstance(error, NobodyThere):
                    break
                failed = 0 if isinstance(error, Refused) else failed + 1
            else:
                with transaction(engine) as session:
                    outbox.note_sent(session, parcel.letter_id, now=now())
                sent, failed = sent + 1, 0
    return sent


def _carrier(settings: Settings) -> Carrier | None:
    """No mail leaves the demonstration; where no mail server is set, letters wait."""
    if settings.demo:
        return Folder(settings.var / FOLDER)
    return Server(settings.mail_server) if settings.mail_server else None


def _take(engine: Engine, settings: Settings, now: datetime) -> Parcel | None:
    """The next letter, as a mail; one that cannot be made into a mail is set aside."""
    with transaction(engine) as session:
        while letter := outbox.claim(session, now=now):
            enclosed = outbox.enclosed(session, letter)
            stoppable = bool(preferences.groups_in(session, letter))
            try:
                message = compose(letter, enclosed, settings=settings, stoppable=stoppable, now=now)
            except Exception as error:  # whatever it is, the next letter shall not wait for it
                log.exception("letter_set_aside", letter=letter.ref)
                outbox.set_aside(session, letter.id, tries=letter.tries, error=str(error))
            else:
                return Parcel(letter.id, letter.ref, letter.tries, message)
    return None


def _keep(engine: Engine, parcel: Parcel, error: Exception, now: datetime) -> None:
    """The letter stays in the outbox, with the reason."""
    log.warning("letter_not_sent", letter=parcel.ref, tries=parcel.tries, error=str(error))
    with transaction(engine) as session:
        if isinstance(error, Refused):
            outbox.set_aside(session, parcel.letter_id, tries=parcel.tries, error=str(error))
        else:
            outbox.put_off(session, parcel.letter_id, tries=parcel.tries, error=str(error), now=now)
