"""Making anonymous: nothing says any more who somebody was, and what they made stays where it is."""

from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select

from matchmaker import chain
from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.lists import Catalogue
from matchmaker.models import (
    Authenticator,
    Letter,
    LetterPreference,
    Message,
    Need,
    PasswordWish,
    Person,
    RecoveryCode,
    Search,
)
from matchmaker.queries import legacies, trail
from matchmaker.services import addresses, appointments, dormancy, needs, password_links, people, visits
from matchmaker.services.drafts import MessageDraft
from matchmaker.services.erasing import erase
from matchmaker.services.handover import hand_over
from matchmaker.vocabulary import (
    AccountState,
    Event,
    LetterGroup,
    LetterKind,
    NeedState,
    OfferState,
    Pace,
    Role,
)
from tests.cast import NOON, Cast, a_colleague, a_person
from tests.device import a_passkey
from tests.services.told import history
from tests.stories import a_match, a_need, an_offer

LATER = NOON + timedelta(days=1)
NAME, EMAIL = "Zubaida Quartey", "zubaida@example.org"
TOLD = ("zubaida", "quartey", EMAIL)


def places(session: Session) -> set[tuple[str, str]]:
    """(table, column) wherever any part of the name or the address stands, in whatever kind of column."""
    session.flush()
    found = set()
    for table in SQLModel.metadata.sorted_tables:
        for row in session.connection().execute(table.select()).mappings():
            for column, value in row.items():
                if any(part in str(value).lower() for part in TOLD):
                    found.add((table.name, column))
    return found


def moved_in(session: Session, person: Person) -> None:
    """*person* has all that one can have here for oneself."""
    about = {"catalogue": Catalogue.NEEDS, "wanted": {}, "created_at": NOON, "looked_at": NOON}
    visits.begin(session, person, device="Firefox", now=NOON)
    password_links.send(session, person, LetterKind.LINK_ASKED, now=NOON)
    addresses.ask_for_change(session, person, "quartey@example.net", now=NOON)
    session.add_all(
        [
            Authenticator(person_id=person.id, locked="…", last_step=0, created_at=NOON),
            RecoveryCode(person_id=person.id, name="ABCD", hashed="…"),
            LetterPreference(person_id=person.id, about=LetterGroup.MESSAGES, pace=Pace.DAILY),
            PasswordWish(email=EMAIL.upper(), asked_at=NOON),
            Search(person=person, name="Phones and courts", **about),
        ]
    )
    a_passkey(session, person)


def nothing_left(session: Session, person: Person) -> dict[str, int]:
    """Table -> how many rows of it are of *person* alone."""
    of_one = (
        "visit",
        "passkey",
        "authenticator",
        "recovery_code",
        "letter_preference",
        "password_link",
        "search",
    )
    tables = {name: SQLModel.metadata.tables[name] for name in of_one}
    counted = {
        name: len(session.connection().execute(table.select().where(table.c.person_id == person.id)).all())
        for name, table in tables.items()
    }
    return {name: number for name, number in counted.items() if number}


@pytest.mark.proves("S60", "S62")
def test_the_name_and_the_address_of_a_focal_point_are_found_nowhere_afterwards(
    session: Session, cast: Cast
) -> None:
    zubaida = a_colleague(session, cast.amina, NAME)
    moved_in(session, zubaida)
    contact = f"Office 4, {NAME} <{EMAIL}>"
    need = a_need(session, cast, state=NeedState.SUBMITTED, by=zubaida, contact=contact)
    said = MessageDraft(language="fr", text=f"Merci. {NAME}, {EMAIL}")
    needs.discuss(session, need, said, key=None, by=zubaida, now=NOON)
    session.commit()
    assert {table for table, _column in places(session)} == {
        "person", "need", "message", "letter", "password_wish",
    }  # fmt: skip
    hand_over(session, zubaida, to=cast.amina, by=cast.gus, now=LATER)
    need.contact = contact  # somebody wrote it there again
    session.flush()
    version = need.version
    erase(session, zubaida, by=cast.gus, now=LATER)
    session.commit()
    session.expire_all()
    assert places(session) == set()
    assert nothing_left(session, zubaida) == {}
    assert session.exec(select(PasswordWish)).all() == []
    assert (zubaida.state, zubaida.name, zubaida.email) == (
        AccountState.ERASED,
        "",
        f"{zubaida.ref.lower()}@erased.invalid",
    )
    text = session.exec(select(Message.text).where(Message.by_id == zubaida.id)).one()
    assert not text.endswith(EMAIL)
    assert (need.organisation_id, need.state, need.version) == (
        cast.amina.organisation_id,
        NeedState.SUBMITTED,
        version,
    )


@pytest.mark.proves("S62")
def test_a_case_officer_is_found_nowhere_either_not_even_in_histories(session: Session, cast: Cast) -> None:
    zubaida = a_colleague(session, cast.dao, NAME)
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    needs.assign(session, need, to=zubaida, by=cast.dao, now=NOON)
    hand_over(session, zubaida, to=cast.dao, by=zubaida, now=LATER)
    erase(session, zubaida, by=cast.gus, now=LATER)
    session.commit()
    assert places(session) == set()
    assert ("need.assign", "submitted", "submitted", "case_officer") in history(session, need)


@pytest.mark.proves("S57", "S62")
def test_the_trail_stays_whole_and_says_by_number_who_was_erased(session: Session, cast: Cast) -> None:
    person = a_person(session, cast, state=AccountState.LEFT)
    session.commit()
    rows = [*trail.in_order(session)]
    erase(session, person, by=cast.gus, now=LATER)
    session.commit()
    after = [*trail.in_order(session)]
    assert (chain.check(after).fault, after[: len(rows)]) == ("", rows)
    (row,) = after[len(rows) :]
    told = (row["event"], row["by_id"], row["action"], row["noun"], row["ref"], row["detail"])
    assert told == (Event.MOVE, str(cast.gus.id), "person.erase", "person", str(person.id), "left > erased")


def test_what_other_people_wrote_is_theirs(session: Session, cast: Cast) -> None:
    zubaida = a_colleague(session, cast.amina, NAME)
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    said = MessageDraft(language="en", text=f"Ask {NAME}.")
    needs.discuss(session, need, said, key=None, by=cast.dao, now=NOON)
    hand_over(session, zubaida, to=cast.amina, by=cast.gus, now=LATER)
    erase(session, zubaida, by=cast.gus, now=LATER)
    assert places(session) == {("message", "text")}


def test_a_letter_that_tells_an_occasion_leaves_only_that_it_was_written(
    session: Session, cast: Cast
) -> None:
    zubaida = a_colleague(session, cast.amina, NAME)
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    addresses.ask_for_change(session, zubaida, "quartey@example.net", now=NOON)
    letter = session.exec(select(Letter).where(Letter.to_id == zubaida.id, Letter.address != "")).one()
    letter.occasion = f"remind {need.ref}"
    hand_over(session, zubaida, to=cast.amina, by=cast.gus, now=LATER)
    letter.to, letter.sent_at, letter.stopped = zubaida, NOON, None
    erase(session, zubaida, by=cast.gus, now=LATER)
    session.commit()
    session.expire_all()
    left = session.exec(select(Letter).where(Letter.to_id == zubaida.id)).all()
    assert [(one.occasion, one.subject, one.body, one.address) for one in left] == [
        (f"remind {need.ref}", "", "", None)
    ]


@pytest.mark.proves("S62")
@pytest.mark.parametrize("state", [AccountState.ACTIVE, AccountState.SUSPENDED, AccountState.ERASED])
def test_nobody_is_erased_before_they_have_left_nor_twice(
    session: Session, cast: Cast, state: AccountState
) -> None:
    person = a_person(session, cast, state=state)
    with pytest.raises(IllegalTransition):
        erase(session, person, by=cast.gus, now=LATER)
    assert person.state == state


@pytest.mark.proves("S60", "S62")
@pytest.mark.parametrize("work", ["draft", "case"])
def test_nobody_is_erased_while_work_waits_for_them_by_name(session: Session, cast: Cast, work: str) -> None:
    leaver = cast.carla if work == "draft" else a_colleague(session, cast.dao, NAME)
    heir = a_colleague(session, leaver, "Dara Lind")
    hand_over(session, leaver, to=heir, by=cast.gus, now=NOON)
    if work == "draft":
        an_offer(session, cast, state=OfferState.DRAFT).written_by_id = leaver.id
    else:
        a_match(session, cast).assignee_id = leaver.id
    session.flush()
    with pytest.raises(IllegalTransition):
        erase(session, leaver, by=cast.gus, now=LATER)
    assert (leaver.state, bool(leaver.name)) == (AccountState.LEFT, True)


@pytest.mark.proves("S62")
def test_nobody_else_erases_and_no_administrator_themselves(session: Session, cast: Cast) -> None:
    person = a_person(session, cast, state=AccountState.LEFT)
    for by in (cast.amina, cast.bashir, cast.carla, cast.dao, cast.erik, cast.farah, cast.eve, person):
        with pytest.raises(NotAllowed):
            erase(session, person, by=by, now=LATER)
    second = a_colleague(session, cast.gus, "Gita Rao")
    hand_over(session, cast.gus, to=second, by=cast.gus, now=NOON)
    with pytest.raises(NotAllowed):
        erase(session, cast.gus, by=cast.gus, now=LATER)


@pytest.mark.proves("S62")
def test_the_last_administrator_cannot_leave_and_so_is_never_erased(session: Session, cast: Cast) -> None:
    from_elsewhere = a_colleague(session, cast.dao, "Dan Ito")
    for heir in (from_elsewhere, cast.erik):
        with pytest.raises(Exception, match="Choose a colleague"):
            hand_over(session, cast.gus, to=heir, by=cast.gus, now=NOON)
    with pytest.raises(NotAllowed):
        erase(session, cast.gus, by=cast.gus, now=LATER)


@pytest.mark.proves("S60")
def test_whoever_leaves_keeps_no_way_in_and_nothing_waits_for_them(session: Session, cast: Cast) -> None:
    """The orphan check of leaving: of what is one person's alone there is no row, and no work waits for a name."""
    zubaida = a_colleague(session, cast.carla, NAME)
    moved_in(session, zubaida)
    an_offer(session, cast, state=OfferState.DRAFT).written_by_id = zubaida.id
    key = zubaida.fs_uniquifier
    hand_over(session, zubaida, to=cast.carla, by=zubaida, now=LATER)
    session.commit()
    assert nothing_left(session, zubaida) == {}
    assert not legacies.has_work(session, zubaida)
    waiting = select(Letter).where(
        Letter.to_id == zubaida.id, col(Letter.sent_at).is_(None), col(Letter.stopped).is_(None)
    )
    assert session.exec(waiting).all() == []
    assert (zubaida.password, zubaida.two_steps_since, zubaida.active) == (None, None, False)
    assert zubaida.fs_uniquifier != key
    assert [one.name for one in session.exec(select(Search).where(Search.person_id == cast.carla.id))] == [
        "Phones and courts"
    ]


@pytest.mark.proves("S60", "S62")
def test_a_dormant_account_is_erased_by_an_administrator_unless_work_waits(
    session: Session, cast: Cast
) -> None:
    idle, busy = (a_colleague(session, cast.carla, name) for name in (NAME, "Dara Lind"))
    an_offer(session, cast, state=OfferState.DRAFT).written_by_id = busy.id
    for one in (idle, busy):
        dormancy.grow_dormant(session, one, now=NOON)
    erase(session, idle, by=cast.gus, now=LATER)
    with pytest.raises(IllegalTransition):
        erase(session, busy, by=cast.gus, now=LATER)
    assert (idle.state, busy.state) == (AccountState.ERASED, AccountState.DORMANT)


@pytest.mark.parametrize("state", [None, NeedState.DRAFT])
def test_of_somebody_who_is_here_nobody_learns_whether_work_waits_for_them(
    session: Session, cast: Cast, state: NeedState | None
) -> None:
    if state:
        a_need(session, cast, state=state)
    with pytest.raises(IllegalTransition) as refused:
        erase(session, cast.amina, by=cast.gus, now=LATER)
    assert "Work still waits" not in str(refused.value)


def test_an_erased_account_is_neither_changed_nor_opened_again(session: Session, cast: Cast) -> None:
    person = a_person(session, cast, state=AccountState.ERASED)
    for deed, more in (
        (people.resume, {}),
        (people.suspend, {"note": "Why?"}),
        (hand_over, {"to": cast.ines}),
    ):
        with pytest.raises(IllegalTransition):
            deed(session, person, by=cast.gus, now=LATER, **more)
    appointments.appoint(session, cast.bashir, role=Role.FOCAL_POINT, by=cast.gus, now=LATER)  # others go on
    assert session.exec(select(Need)).all() == []
