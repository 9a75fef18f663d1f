"""One's own data: all that is held about a person, no secret among it, and nothing about anybody else."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from matchmaker.actions import Action
from matchmaker.models import Letter, Person, Trail
from matchmaker.rules import VISITOR
from matchmaker.services import needs, personal_data, trail
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.personal_data import PARTS
from matchmaker.vocabulary import Event, NeedState, Result
from tests.cast import NOON, Cast, a_colleague
from tests.services.test_erasing import NAME, moved_in
from tests.stories import a_need

LATER = NOON + timedelta(days=1)
# Who did what to a thing stands among their steps; what waits for them, on their desk; codes are counted only.
TOLD_ELSEWHERE = {
    "assignee_id",
    "cleared_by_id",
    "given_by_id",
    "proposed_by_id",
    "recorded_by_id",
    "released_by_id",
    "reviewed_by_id",
}
COUNTED = {"recovery_code"}


def exported(session: Session, person: Person) -> dict[str, object]:
    return json.loads(personal_data.export(session, by=person, now=LATER))


@pytest.mark.proves("S62")
def test_the_file_holds_what_somebody_has_here(session: Session, cast: Cast) -> None:
    zubaida = a_colleague(session, cast.amina, NAME)
    moved_in(session, zubaida)
    need = a_need(session, cast, state=NeedState.DRAFT, by=zubaida, title="Phones")
    needs.ask_clearance(session, need, by=zubaida, now=NOON)
    needs.clear(session, need, by=cast.amina, now=NOON)
    needs.submit(session, need, by=cast.amina, now=NOON)
    said = MessageDraft(language="en", text="When may we expect an answer?")
    needs.discuss(session, need, said, key=None, by=zubaida, now=NOON)
    session.commit()
    held = exported(session, zubaida)
    account = held["account"]
    assert (account["name"], account["role"], account["organisation"]) == (NAME, "focal_point", "Gambia")
    assert (account["has_password"], account["recovery_codes_left"]) == (False, 1)
    assert held["needs_written"] == [
        {"ref": need.ref, "title": "Phones", "created_at": need.created_at.isoformat()}
    ]
    assert [one["text"] for one in held["messages"]] == ["When may we expect an answer?"]
    assert [one["device"] for one in held["visits"]] == ["Firefox"]
    assert [one["name"] for one in held["searches"]] == ["Phones and courts"]
    assert held["letter_preferences"] == [{"about": "messages", "pace": "daily"}]
    assert "quartey@example.net" in [one["address"] for one in held["letters"]]
    assert "need.ask_clearance" in [one["action"] for one in held["steps"]]
    assert {"authenticator", "passkeys", "password_links", "profiles", "files", "trail"} <= set(held)


@pytest.mark.proves("S62")
def test_the_file_holds_nothing_of_others_and_no_secret(session: Session, cast: Cast) -> None:
    zubaida = a_colleague(session, cast.amina, NAME)
    for person in (cast.amina, zubaida):
        person.password = "$argon2id$secret"
        session.flush()
    moved_in(session, zubaida)
    need = a_need(session, cast, state=NeedState.SUBMITTED, by=cast.amina)
    theirs = MessageDraft(language="en", text="A word of Amina's.")
    needs.discuss(session, need, theirs, key=None, by=cast.amina, now=NOON)
    session.commit()
    text = personal_data.export(session, by=zubaida, now=LATER)
    others = [cast.amina.name, cast.amina.email, cast.gus.name, "A word of Amina's."]
    secrets = [zubaida.fs_uniquifier, "argon2id", "locked", "key_hash", "public_key", "hashed"]
    assert [one for one in (*others, *secrets) if one in text] == []
    heard = session.exec(select(Letter).where(Letter.to_id == zubaida.id)).all()
    assert len(json.loads(text)["letters"]) == len(heard)


@pytest.mark.proves("S62")
def test_the_file_does_not_tell_what_exists_that_its_reader_was_refused(session: Session, cast: Cast) -> None:
    hidden = a_need(session, cast, state=NeedState.DRAFT)
    about = {"by": cast.carla, "now": NOON, "action": Action.READ_NEED, "thing": hidden}
    trail.note(session, trail.noted(Event.DENIAL, result=Result.REFUSED, **about))
    trail.note(
        session, trail.noted(Event.SIGN_IN, by=VISITOR, now=NOON, thing=cast.carla, result=Result.REFUSED)
    )
    session.commit()
    held = exported(session, cast.carla)
    assert [(one["event"], one["result"]) for one in held["trail"]] == [("sign_in", "refused")]
    assert hidden.ref not in json.dumps(held)


@pytest.mark.proves("S62")
def test_that_somebody_took_their_data_is_a_row_of_the_trail(session: Session, cast: Cast) -> None:
    session.commit()
    exported(session, cast.carla)
    session.commit()
    row = session.exec(select(Trail)).one()
    told = (row.event, row.by_id, row.action, row.noun, row.ref, row.detail)
    assert told == (Event.EXPORT, cast.carla.id, "account.export", "person", str(cast.carla.id), "json")


@pytest.mark.proves("S62")
def test_no_table_that_knows_a_person_is_forgotten() -> None:
    """Sabotaged: the part about visits taken out."""
    known = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "person"
    }
    told = {part.table.__table__.name for part in PARTS} | COUNTED
    assert {
        (table, column) for table, column in known if column not in TOLD_ELSEWHERE and table not in told
    } == set()
