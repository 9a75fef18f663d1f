"""Writing in a thread: of a need or an offer with the secretariat, of a match between both sides."""

from datetime import datetime

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.errors import Conflict
from matchmaker.models import Message, Person
from matchmaker.queries import messages
from matchmaker.services import attachments
from matchmaker.services.attachments import Parcel
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.moves import Thing, life_of, require
from matchmaker.vocabulary import Noun
from matchmaker.wording import say


def add(
    session: Session,
    thing: Thing,
    action: Action,
    draft: MessageDraft,
    *,
    key: str | None,
    by: Person,
    now: datetime,
    parcel: Parcel | None = None,
) -> bool:
    """Whether *draft*, and the file with it, is new in the thread of *thing*: a button pressed twice says it once.

    RefusedFile if there is no room for the file. Conflict if the form marked *key* has said something else.
    """
    require(by, action, thing)
    life_of(thing).after(action, thing.state)
    noun = Noun(life_of(thing).noun)
    said = messages.by_key(session, by.id, key) if key else None
    if said is None:
        words = {"language": draft.language, "text": draft.text}
        message = Message(
            key=key, noun=noun, thing_id=thing.id, by_id=by.id, by_role=by.role, at=now, **words
        )
        if parcel:
            attachments.keep(session, thing, parcel, message=message, by=by, now=now)
        session.add(message)
        session.flush()
        return True
    if (said.noun, said.thing_id, said.text) != (noun, thing.id, draft.text):
        raise Conflict(say("This form has already sent another message. Open the page again to write more."))
    return False
