"""`appoint`, `open-account` and `lift-second-step`: another role for a person, somebody new, a telephone lost."""

import click
from sqlmodel import Session

from matchmaker import clock
from matchmaker.commands.places import portal
from matchmaker.database import transaction
from matchmaker.labels import label
from matchmaker.models import Person
from matchmaker.queries import organisations
from matchmaker.queries import people as reading
from matchmaker.services import factors, people
from matchmaker.vocabulary import Role
from matchmaker.wording import PORTAL_LANGUAGES


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in people.HOUSES]))
@click.option("--as", "administrator", required=True, metavar="EMAIL", help="The administrator who appoints.")
def appoint(email: str, role: str, administrator: str) -> None:
    """Give the person under EMAIL another ROLE. It is a row of the audit trail."""
    with portal() as (_settings, engine), transaction(engine) as session:
        person, by = _person(session, email), _person(session, administrator)
        people.appoint(session, person, role=Role(role), by=by, now=clock.now())
        click.echo(f"{person.name} is “{label(person.role)}” from now on.")


@click.command("open-account")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in people.HOUSES]))
@click.option("--at", "house", required=True, metavar="O-…", help="The organisation, by its reference.")
@click.option("--language", default="en", type=click.Choice(PORTAL_LANGUAGES), show_default=True)
@click.option("--as", "administrator", required=True, metavar="EMAIL", help="The administrator who opens it.")
def open_account(email: str, name: str, role: str, house: str, language: str, administrator: str) -> None:
    """Let somebody new in under EMAIL: a letter invites them to choose a password. It is a row of the audit trail."""
    draft = people.AccountDraft(name.strip(), email.strip().lower(), language)
    with portal() as (_settings, engine), transaction(engine) as session:
        organisation = organisations.by_ref(session, house)
        if organisation is None or "@" not in draft.email or not draft.name:
            raise click.ClickException(
                "Give a name, an address, and an organisation as the page about it does."
            )
        by = _person(session, administrator)
        people.open_account(session, organisation, Role(role), draft, by=by, now=clock.now())
        click.echo(f"A letter invites {draft.name} at {draft.email} to choose a password.")


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


def _person(session: Session, email: str) -> Person:
    person = reading.by_email(session, email)
    if person is None or not person.active:
        raise click.ClickException(f"Nobody works here under {email}.")
    return person
