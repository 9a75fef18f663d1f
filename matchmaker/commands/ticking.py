"""`tick`: what is due by the clock. The worker does it by itself; this is for who runs no worker, or will not wait."""

import click

from matchmaker import clock, clocks, jobs
from matchmaker.commands.places import portal


@click.command()
def tick() -> None:
    """Do what is due: remind, ask, lapse, hide, expire. Safe to repeat at any time."""
    with portal() as (settings, engine):
        ticked = clocks.tick(engine, now=clock.now())
        jobs.catch_up(engine, settings)
    for name, number in sorted(ticked.done.items()):
        click.echo(f"{number:6} x {name}")
    if ticked.failed:
        raise click.ClickException(
            f"{ticked.failed} failed; the log says why. The next tick tries them again."
        )
    if not ticked.done:
        click.echo("Nothing is due.")
