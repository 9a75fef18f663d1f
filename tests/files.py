"""Files that the cast attach."""

from io import BytesIO
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from matchmaker.filing.inspecting import inspect
from matchmaker.filing.store import Store, new_name
from matchmaker.models import Attachment, Match, Message, Need, Offer, Person, Pool
from matchmaker.services.moves import life_of
from matchmaker.services.seeding.paper import pdf
from matchmaker.vocabulary import Visibility
from tests.cast import NOON, Cast

PAPER = pdf(["A plan of one page."])


class Unkept(Store):
    """A store for files that nobody opens."""

    def __init__(self) -> None:
        super().__init__(Path())

    def keep(self, name: str, content: bytes) -> None:
        pass


def a_file(
    session: Session,
    cast: Cast,
    thing: Need | Offer,
    store: Store | None = None,
    visibility: Visibility = Visibility.DONORS,
    name: str = "plan.pdf",
) -> Attachment:
    """A file that its writers attached before they handed *thing* in, wherever it stands now; flushed."""
    by = cast.amina if isinstance(thing, Need) else cast.carla
    return _kept(session, thing, store, by=by, name=name, visibility=visibility)


def a_file_said(
    session: Session, thing: Need | Offer | Match | Pool, by: Person, store: Store | None = None
) -> Attachment:
    """A file that came with a message in the thread of *thing*; flushed."""
    where = {"noun": life_of(thing).noun, "thing_id": thing.id}
    message = Message(language="en", text="Here it is.", by_id=by.id, by_role=by.role, at=NOON, **where)
    return _kept(session, thing, store, by=by, message=message)


def _kept(
    session: Session, thing: Any, store: Store | None, *, by: Person, name: str = "plan.pdf", **more: Any
) -> Attachment:
    upload, ref = inspect(name, PAPER), new_name()
    belonging = {str(life_of(thing).noun): thing, **more}
    who = {"organisation_id": by.organisation_id, "by_id": by.id, "at": NOON}
    attachment = Attachment(ref=ref, name=upload.name, kind=upload.kind, size=len(PAPER), **who, **belonging)
    (store or Unkept()).keep(ref, PAPER)
    session.add(attachment)
    session.flush()
    return attachment


def send(
    browser: FlaskClient, url: str, name: str = "plan.pdf", content: bytes = PAPER, **more: Any
) -> TestResponse:
    sent = {"file": (BytesIO(content), name), "visibility": "donors", **more}
    answer = browser.post(f"{url}/attach", data=sent)
    answer.request.environ["wsgi.input"].close()  # Werkzeug's client leaves large ones open
    return answer


def say(
    browser: FlaskClient, url: str, name: str = "plan.pdf", content: bytes = PAPER, **more: Any
) -> TestResponse:
    """A message in the thread of what stands under *url*, with a file."""
    sent = {"text": "Here it is.", "language": "en", "enclosure": (BytesIO(content), name), **more}
    return browser.post(f"{url}/discuss", data=sent)
