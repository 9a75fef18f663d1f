"""Standing profiles: a donor says what it could give, and hears of the needs that fit (docs/adr/0023)."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import BadInput, Conflict, NotAllowed
from matchmaker.models import Person, Profile, ProfileTag
from matchmaker.queries import profiles as reading
from matchmaker.services import work
from matchmaker.services.moves import move, record
from matchmaker.services.profile_drafts import ProfileDraft
from matchmaker.vocabulary import ProfileState, TagKind
from matchmaker.wording import say
from matchmaker.workflow.profile import PROFILE

MOST_PROFILES = 10  # of one organisation that stand at once
# Lists of the draft -> the kind of tag under which each code is kept.
TAGGED = {
    "topics": TagKind.TOPIC,
    "modalities": TagKind.MODALITY,
    "languages": TagKind.LANGUAGE,
    "countries": TagKind.COUNTRY,
    "regions": TagKind.REGION,
    "groups": TagKind.GROUP,
}


def write(
    session: Session, draft: ProfileDraft, *, by: Person, now: datetime, key: str | None = None
) -> Profile:
    """A new profile of the writer's organisation; what fits it now is looked for at once, and is no news."""
    if not policy.can(by, Action.WRITE_PROFILE):
        raise NotAllowed(say("This page is for people in another role."))
    _require_room(session, by.organisation_id)
    _require_to_come(draft.until, now)
    profile = Profile(
        key=key, organisation_id=by.organisation_id, created_at=now, changed_at=now,
        **_columns(draft), tags=_tags(draft),
    )  # fmt: skip
    record(session, profile, Action.WRITE_PROFILE, was=PROFILE.start, by=by, now=now)
    work.ask(session, work.Job.MATCH_PROFILE, profile.id)
    return profile


def edit(
    session: Session, profile: Profile, draft: ProfileDraft, *, version: int, by: Person, now: datetime
) -> None:
    """It is compared with everything anew the next night. Conflict if somebody saved since *version*."""
    if version != profile.version:
        raise Conflict(say("Somebody else has changed this profile while you were writing."))
    _require_to_come(draft.until, now)
    move(session, profile, Action.EDIT_PROFILE, by=by, now=now)
    for name, value in _columns(draft).items():
        setattr(profile, name, value)
    kept = {(tag.kind, tag.code): tag for tag in profile.tags}
    profile.tags = [kept.get((tag.kind, tag.code), tag) for tag in _tags(draft)]
    session.flush()


def confirm(session: Session, profile: Profile, *, until: date, by: Person, now: datetime) -> None:
    """It stands until another day, also where it has ended."""
    _require_to_come(until, now)
    if profile.state == ProfileState.ENDED:
        _require_room(session, profile.organisation_id)
    move(session, profile, Action.CONFIRM_PROFILE, by=by, now=now)
    profile.until = until


def end(session: Session, profile: Profile, *, by: policy.Actor, now: datetime) -> None:
    """It is matched no more. What was found stays to be read."""
    move(session, profile, Action.END_PROFILE, by=by, now=now)


def _require_room(session: Session, organisation_id: int) -> None:
    own = reading.of_organisation(session, organisation_id)
    if sum(profile.state == ProfileState.STANDING for profile in own) >= MOST_PROFILES:
        raise Conflict(
            say("Your organisation keeps %(most)s profiles, as many as there may be.", most=MOST_PROFILES)
        )


def _require_to_come(until: date, now: datetime) -> None:
    if until <= now.astimezone(UTC).date():
        raise BadInput(say("Choose a day that is still to come."))


def _columns(draft: ProfileDraft) -> dict[str, object]:
    return draft.model_dump(exclude=set(TAGGED))


def _tags(draft: ProfileDraft) -> list[ProfileTag]:
    return [
        ProfileTag(kind=kind, code=code) for name, kind in TAGGED.items() for code in getattr(draft, name)
    ]
