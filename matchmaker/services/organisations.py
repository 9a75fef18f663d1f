"""Deeds on organisations: they are added and changed, and the secretariat vouches for one, or does so no longer."""

from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session

from matchmaker import reference
from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict
from matchmaker.models import Organisation, Person
from matchmaker.queries import organisations as reading
from matchmaker.services.account_drafts import OrganisationDraft
from matchmaker.services.moves import PORTAL, move, record, require
from matchmaker.vocabulary import OrganisationKind
from matchmaker.wording import say

KEY_MAX = 80
SECRETARIAT = "secretariat"  # the key of its one house


def write(session: Session, draft: OrganisationDraft, *, by: Person, now: datetime) -> Organisation:
    """Another one, for which nobody vouches yet. Conflict if it is here already."""
    require(by, Action.WRITE_ORGANISATION, None)
    organisation = Organisation(created_at=now, country=draft.country, name=_name(draft), key=_key(draft))
    organisation.kind, organisation.region = draft.kind, draft.region
    _require_new(session, organisation)
    record(session, organisation, Action.WRITE_ORGANISATION, was=organisation.state, by=by, now=now)
    return organisation


def edit(
    session: Session, organisation: Organisation, draft: OrganisationDraft, *, by: Person, now: datetime
) -> None:
    """What it is called, what it is and where it is at home. Whoever vouched for it did so for what it was."""
    require(by, Action.EDIT_ORGANISATION, organisation)
    if draft.kind == OrganisationKind.STATE:
        raise BadInput(say("An organisation does not become a State."))
    is_another = (draft.name, draft.kind) != (organisation.name, organisation.kind)
    if draft.name != organisation.name:
        organisation.name, organisation.key = draft.name, _key(draft)
        _require_new(session, organisation)
    organisation.kind, organisation.region = draft.kind, draft.region
    flag_modified(organisation, "name")  # a new version even of the same words: whoever pressed twice is told
    record(session, organisation, Action.EDIT_ORGANISATION, was=organisation.state, by=by, now=now)
    if is_another and organisation.is_verified:
        move(session, organisation, Action.UNVERIFY_ORGANISATION, by=PORTAL, now=now)


def found_secretariat(session: Session, name: str, *, now: datetime) -> Organisation:
    """The house of the portal's own people, called *name* if it is only now that there is one."""
    house = reading.secretariat(session)
    if house is None:
        house = Organisation(key=SECRETARIAT, name=name, kind=OrganisationKind.SECRETARIAT, created_at=now)
        record(session, house, Action.WRITE_ORGANISATION, was=house.state, by=PORTAL, now=now)
    return house


def _name(draft: OrganisationDraft) -> str:
    return reference.countries()[draft.country].label("en") if draft.country else draft.name


def _key(draft: OrganisationDraft) -> str:
    return (draft.country or draft.name).casefold()[:KEY_MAX]


def _require_new(session: Session, organisation: Organisation) -> None:
    with session.no_autoflush:
        if reading.is_known(session, organisation):
            raise Conflict(say("There is an organisation of this name already."))


def verify(session: Session, organisation: Organisation, *, note: str, by: Person, now: datetime) -> None:
    """It is who it says it is; *note* says how that is known, to the secretariat alone."""
    move(session, organisation, Action.VERIFY_ORGANISATION, by=by, now=now, note=note, private=True)


def unverify(session: Session, organisation: Organisation, *, note: str, by: Person, now: datetime) -> None:
    """There is a doubt, and *note* says which."""
    move(session, organisation, Action.UNVERIFY_ORGANISATION, by=by, now=now, note=note, private=True)
