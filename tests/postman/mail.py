"""A real mail server for the tests, in a thread, that does what a test wants of it."""

import asyncio
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOCALHOST = "127.0.0.1"


@dataclass
class MailHouse:
    """What came in, and how the server behaves: `to_reader` answers RCPT, `to_letter` DATA.

    An answer is a line of SMTP, or "hang", or "drop". `only` keeps it to letters to one address.
    """

    to_reader: str = ""
    to_letter: str = ""
    only: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    address: tuple[str, int] = (LOCALHOST, 0)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_reader and self.only in ("", address):
            return self.to_reader
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaves = self.to_letter if self.only in ("", envelope.rcpt_tos[0]) else ""
        if behaves == "hang":
            await asyncio.sleep(60)
        if behaves == "drop":
            server.transport.abort()
            return "421 gone"
        if behaves:
            return behaves
        self.raw.append(envelope.content.decode())  # type: ignore[union-attr]  # bytes
        self.received.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]  # bytes
        return "250 OK"

    @property
    def readers(self) -> list[str]:
        return [message["To"].addresses[0].addr_spec for message in self.received]


class OnAnyPort(Controller):
    """On a port that is free, and known before the server is."""

    def __init__(self, house: MailHouse) -> None:
        self.socket = socket.create_server((LOCALHOST, 0))
        house.address = self.socket.getsockname()
        super().__init__(house, hostname=LOCALHOST, port=house.address[1])

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@contextmanager
def mail_house(**behaviour: Any) -> Iterator[MailHouse]:
    """A server on a port of its own, until the end of the block."""
    house = MailHouse(**behaviour)
    controller = OnAnyPort(house)
    controller.start()
    yield house
    controller.stop()
