"""`appoint`: another role for a person."""

import click
from sqlmodel import Session

from matchmaker import clock
from matchmaker.commands.places import portal
from matchmaker.database import transaction
from matchmaker.labels import label
from matchmaker.models import Person
from matchmaker.queries import people as reading
from matchmaker.services import people
from matchmaker.vocabulary import Role


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


def _person(session: Session, email: str) -> Person:
    person = reading.by_email(session, email)
    if person is None or not person.active:
        raise click.ClickException(f"Nobody works here under {email}.")
    return person
