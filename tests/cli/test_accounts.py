"""Somebody new: let in by an administrator, at the command line."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.database import open_session
from matchmaker.models import Identity, Letter, Person, Trail
from matchmaker.queries import people
from matchmaker.services import password_links
from matchmaker.vocabulary import AccountState, Event, LetterKind, OrganisationKind, Role
from tests.cast import NOON, Cast
from tests.cli.conftest import Run


def asked(cast: Cast, **changed: str) -> list[str]:
    """The command that lets Fatou in; *changed* replaces what a test is about."""
    answers = {
        "email": "Fatou@Example.org",
        "name": "Fatou Jallow",
        "role": "focal_point",
        "at": cast.amina.organisation.ref,
        "as": cast.gus.email,
    } | changed
    email = answers.pop("email")
    return ["open-account", email, *(word for name, said in answers.items() for word in (f"--{name}", said))]


def test_an_administrator_lets_a_successor_in_who_can_then_take_over(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    session.commit()
    said = run(*asked(cast)).output
    assert said == "A letter invites Fatou Jallow at fatou@example.org to choose a password.\n"
    with open_session(engine, writes=False) as reader:
        fatou = reader.exec(select(Person).where(Person.email == "fatou@example.org")).one()
        assert (fatou.role, fatou.organisation_id) == (Role.FOCAL_POINT, cast.amina.organisation_id)
        assert fatou.password is None  # nobody but she will ever know it
        letter, told = reader.exec(select(Letter).order_by(Letter.id)).all()
        assert (told.kind, told.to_id) == (LetterKind.COLLEAGUE_JOINED, cast.amina.id)
        assert (letter.kind, letter.to_id) == (LetterKind.INVITED, fatou.id)
        assert password_links.whose(reader, letter.ref, now=clock.now()) == fatou
        assert fatou in people.heirs(reader, reader.get_one(Person, cast.amina.id))
        (row,) = reader.exec(select(Trail)).all()
    told = (row.event, row.by_id, row.action, row.ref, row.detail)
    assert told == (
        Event.ROLE_CHANGE,
        cast.gus.id,
        "person.open_account",
        str(fatou.id),
        "new > focal_point",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"as": "dao@example.org"}, "somebody else"),
        ({"as": "amina@example.org"}, "somebody else"),
        ({"role": "releaser"}, "Nobody in this organisation"),
        ({"email": "BASHIR@example.org"}, "Somebody else has this address."),
        ({"email": "fatou"}, "Give a name"),
        ({"at": "O-222222"}, "Give an organisation"),
    ],
)
def test_nobody_else_does_and_nobody_comes_twice(
    run: Run, cast: Cast, session: Session, engine: sa.Engine, changed: dict[str, str], said: str
) -> None:
    session.commit()
    refused = run(*asked(cast, **changed))
    assert refused.exit_code == 1
    assert said in refused.output
    with open_session(engine, writes=False) as reader:
        assert len(reader.exec(select(Person)).all()) == 10
        assert reader.exec(select(Trail)).all() == []


@pytest.mark.proves("S55")
def test_a_role_in_the_secretariat_is_proposed_here_and_waits_for_another_administrator(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    session.commit()
    said = run(*asked(cast, role="auditor", at=cast.gus.organisation.ref)).output
    assert said == "Fatou Jallow is proposed as “Auditor”; another administrator confirms it on a page.\n"
    said = run("appoint", cast.dao.email, "releaser", "--as", cast.hiba.email).output
    assert said == "Dao Nguyen is proposed as “Releaser”; another administrator confirms it on a page.\n"
    with open_session(engine, writes=False) as reader:
        assert people.by_email(reader, "fatou@example.org") is None
        assert reader.get_one(Person, cast.dao.id).role == Role.CASE_OFFICER
        told = [(row.event, row.by_id, row.action) for row in reader.exec(select(Trail)).all()]
    assert told == [(Event.MOVE, one.id, "appointment.propose") for one in (cast.gus, cast.hiba)]


def test_who_has_lost_telephone_and_codes_begins_again(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    session.commit()
    lift = ["lift-second-step", cast.dao.email, "--as"]
    refused = run(*lift, cast.erik.email)
    assert (refused.exit_code, "for somebody else" in refused.output) == (1, True)
    assert "sets up a new second step" in run(*lift, cast.gus.email).output
    with open_session(engine, writes=False) as reader:
        assert reader.get_one(Person, cast.dao.id).two_steps_since is None


def test_an_administrator_unbinds_who_has_another_account_at_the_provider(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    known = {"issuer": "https://id.example.org", "subject": "1", "bound_at": NOON}
    session.add(Identity(person_id=cast.amina.id, **known))
    session.commit()
    unbind = ["unbind-identity", cast.amina.email, "--as"]
    assert run(*unbind, cast.erik.email).exit_code == 1
    with open_session(engine, writes=False) as reader:
        assert len(reader.exec(select(Identity)).all()) == 1
    assert "is taken for them" in run(*unbind, cast.gus.email).output
    with open_session(engine, writes=False) as reader:
        assert reader.exec(select(Identity)).all() == []
        told = reader.exec(select(Trail).where(Trail.action == "identities.unbind")).one()
        assert (told.by_id, told.ref) == (cast.gus.id, str(cast.amina.id))


@pytest.mark.proves("S23")
def test_the_first_two_administrators_come_by_the_command_line_and_nobody_after_them(
    run: Run, session: Session, engine: sa.Engine
) -> None:
    session.commit()  # an empty portal: nobody comes with it
    said = run(
        "first-administrator", "Hana@Example.org", "--name", "Hana Sato", "--secretariat", "The office"
    )
    assert said.output == "A letter invites Hana Sato at hana@example.org to choose a password.\n"
    assert run("first-administrator", "omar@example.org", "--name", "Omar Diallo").exit_code == 0
    refused = run("first-administrator", "mallory@example.org", "--name", "Mallory")
    assert (refused.exit_code, "There are two administrators already" in refused.output) == (1, True)
    with open_session(engine, writes=False) as reader:
        hana, omar = reader.exec(select(Person).order_by(col(Person.id))).all()
        assert (omar.role, omar.organisation_id) == (Role.ADMINISTRATOR, hana.organisation_id)
        assert (hana.email, hana.role, hana.password) == ("hana@example.org", Role.ADMINISTRATOR, None)
        assert (hana.organisation.name, hana.organisation.kind) == (
            "The office",
            OrganisationKind.SECRETARIAT,
        )
        letters = reader.exec(select(Letter).order_by(col(Letter.id))).all()
        assert [(letter.kind, letter.to_id) for letter in letters] == [
            (LetterKind.INVITED, hana.id),
            (LetterKind.INVITED, omar.id),
        ]
        told = [(row.event, row.action, row.detail) for row in reader.exec(select(Trail)).all()]
    assert told.count((Event.ROLE_CHANGE, "person.open_account", "new > administrator")) == 2


def test_where_a_secretariat_stands_already_its_first_administrator_works_there(
    run: Run, cast: Cast, session: Session, engine: sa.Engine
) -> None:
    cast.gus.state = AccountState.LEFT
    cast.gus.changed_at = NOON
    session.commit()
    assert run("first-administrator", "hana@example.org", "--name", "Hana Sato").exit_code == 0
    with open_session(engine, writes=False) as reader:
        hana = people.by_email(reader, "hana@example.org")
        assert hana is not None
        assert hana.organisation_id == cast.dao.organisation_id
