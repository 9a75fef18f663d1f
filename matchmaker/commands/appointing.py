"""`appoint`, `open-account`, `first-administrator`, `lift-second-step`, `unbind-identity`: who is let in, as what."""

import click
from pydantic import ValidationError
from sqlmodel import Session

from matchmaker import clock
from matchmaker.commands.places import portal
from matchmaker.database import transaction
from matchmaker.labels import label
from matchmaker.models import Appointment, Person
from matchmaker.queries import organisations as houses
from matchmaker.queries import people as reading
from matchmaker.services import appointments, factors, identities, organisations, people
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.vocabulary import Role
from matchmaker.wording import PORTAL_LANGUAGES


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in people.HOUSES]))
@click.option("--as", "administrator", required=True, metavar="EMAIL", help="The administrator who appoints.")
def appoint(email: str, role: str, administrator: str) -> None:
    """Give the person under EMAIL another ROLE; in the secretariat, propose it. It is a row of the audit trail."""
    with portal() as (_settings, engine), transaction(engine) as session:
        person, by = _person(session, email), _person(session, administrator)
        proposal = appointments.appoint(session, person, role=Role(role), by=by, now=clock.now())
        click.echo(_waits(proposal) if proposal else f"{person.name} is “{label(person.role)}” from now on.")


@click.command("open-account")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in people.HOUSES]))
@click.option("--at", "house", required=True, metavar="O-…", help="The organisation, by its reference.")
@click.option("--language", default="en", type=click.Choice(PORTAL_LANGUAGES), show_default=True)
@click.option("--as", "administrator", required=True, metavar="EMAIL", help="The administrator who opens it.")
def open_account(email: str, name: str, role: str, house: str, language: str, administrator: str) -> None:
    """Let somebody new in under EMAIL: a letter invites them to choose a password; in the secretariat, once another
    administrator has confirmed it on its page. It is a row of the audit trail.
    """
    draft = _draft(email, name, language, Role(role))
    with portal() as (_settings, engine), transaction(engine) as session:
        organisation = houses.by_ref(session, house)
        if organisation is None:
            raise click.ClickException("Give an organisation by its reference, as the page about it does.")
        by = _person(session, administrator)
        now = clock.now()
        proposal = appointments.open_account(session, organisation, draft, by=by, now=now)
        click.echo(_waits(proposal) if proposal else _invited(draft))


@click.command("first-administrator")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--language", default="en", type=click.Choice(PORTAL_LANGUAGES), show_default=True)
@click.option(
    "--secretariat", default="Secretariat", show_default=True, help="What its house is called, if it is new."
)
def first_administrator(email: str, name: str, language: str, secretariat: str) -> None:
    """Let an administrator of a new portal in under EMAIL: a letter invites them to choose a password.

    Once there are two, this does nothing any more. It is a row of the audit trail.
    """
    draft = _draft(email, name, language, Role.ADMINISTRATOR)
    with portal() as (_settings, engine), transaction(engine) as session:
        now = clock.now()
        house = organisations.found_secretariat(session, secretariat, now=now)
        appointments.open_first(session, house, draft, now=now)
        click.echo(_invited(draft))


@click.command("lift-second-step")
@click.argument("email")
@click.option("--as", "administrator", required=True, metavar="EMAIL", help="The administrator who lifts it.")
def lift_second_step(email: str, administrator: str) -> None:
    """Let the person under EMAIL set up a new second step: they have lost telephone and recovery codes.

    First make sure, by another way than a letter, that it is they who ask. They are signed out everywhere and told.
    It is a row of the audit trail.
    """
    with portal() as (_settings, engine), transaction(engine) as session:
        person, by = _person(session, email), _person(session, administrator)
        factors.lift(session, person, by=by, now=clock.now())
        click.echo(f"{person.name} signs in with the password alone, and sets up a new second step.")


@click.command("unbind-identity")
@click.argument("email")
@click.option(
    "--as", "administrator", required=True, metavar="EMAIL", help="The administrator who unbinds it."
)
def unbind_identity(email: str, administrator: str) -> None:
    """Let the person under EMAIL come from the provider anew: they have another account there.

    They are signed out everywhere. It is a row of the audit trail.
    """
    with portal() as (_settings, engine), transaction(engine) as session:
        person, by = _person(session, email), _person(session, administrator)
        identities.unbind(session, person, by=by, now=clock.now())
        click.echo(
            f"Whoever comes next from the provider with the address of {person.name} is taken for them."
        )


def _invited(draft: AccountDraft) -> str:
    return f"A letter invites {draft.name} at {draft.email} to choose a password."


def _waits(proposal: Appointment) -> str:
    return f"{proposal.who} is proposed as “{label(proposal.role)}”; another administrator confirms it on a page."


def _draft(email: str, name: str, language: str, role: Role) -> AccountDraft:
    try:
        return AccountDraft(name=name, email=email, language=language, role=role)
    except ValidationError as error:
        raise click.ClickException("Give a name and an address.") from error


def _person(session: Session, email: str) -> Person:
    person = reading.by_email(session, email)
    if person is None or not person.active:
        raise click.ClickException(f"Nobody works here under {email}.")
    return person
