"""`serve`: the portal on this machine."""

import os
import signal
import socket
import sys
from contextlib import nullcontext

import click
import waitress

from matchmaker import journal
from matchmaker.commands.places import SEED, portal
from matchmaker.commands.preflight import require_sound
from matchmaker.commands.preparing import bring_up_to_date, plant_if_empty
from matchmaker.commands.working import worker_beside
from matchmaker.labels import label
from matchmaker.services import seeding
from matchmaker.web import warming
from matchmaker.web.app import create_app

HOST = "127.0.0.1"  # this machine only: a proxy in front serves the world
THREADS = 8


@click.command()
def serve() -> None:
    """Serve the portal, with a worker beside it; the demonstration (MATCHMAKER_DEMO=1) is migrated and seeded first."""
    with portal() as (settings, engine), _listener(settings.port) as listener:
        if settings.demo:
            bring_up_to_date(settings, engine)
            click.echo(plant_if_empty(settings, engine) or "The data of last time is kept.")
        require_sound(settings, engine)
        journal.begin()
        app = create_app(settings)
        server = waitress.create_server(
            app,
            sockets=[listener],
            threads=THREADS,
            ident=None,
            # What a proxy says about the caller goes through to web/doorstep.py, which knows how many to believe.
            clear_untrusted_proxy_headers=not settings.proxies,
        )
        warming.begin(app)
        click.echo(f"Matchmaker is at {settings.base_url} (Ctrl-C stops it).")
        if settings.demo:
            click.echo(_who_can_sign_in())
        # Said for both: started in the background, a process is born deaf to Ctrl-C.
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, lambda *_: sys.exit(0))  # waitress then ends what it has begun
        with nullcontext() if settings.inline else worker_beside():
            server.run()
    click.echo("Stopped.")


def _listener(port: int) -> socket.socket:
    """The door is opened first: whoever finds it taken should not wait for a seed."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        said = f"Port {port} cannot be used ({os.strerror(error.errno or 0)}). Set PORT to another number."
        raise click.ClickException(said) from error


def _who_can_sign_in() -> str:
    cast = seeding.read_cast(SEED)
    rows = [f"  {one.name:8}{label(one.role)!s:16}{one.email}" for one in cast.person]
    return "\n".join([f"Sign in as any of these; the password of all is {cast.password}", *rows])
