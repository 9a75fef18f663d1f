"""`serve`: the portal on this machine."""

import os
import signal
import socket
import time
from contextlib import nullcontext

import click
import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

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
HANDED_OVER = 3  # the number of the socket that whoever starts us has opened for us (sd_listen_fds(3))
GRACE_S = 8  # at most, for what was begun
QUIET_S = 1  # without a word, and a connection is over


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
        warm_up = warming.begin(app)
        click.echo(f"Matchmaker is at {settings.base_url} (Ctrl-C stops it).")
        if settings.demo:
            click.echo(_who_can_sign_in())
        with nullcontext() if settings.inline else worker_beside():
            give_up = _serve_until_told(server, keep_door=_is_handed_over())
            # Ended inside a compiled package, a thread takes the process down with it.
            warm_up.join(_until(give_up))
    click.echo("Stopped.")


def _serve_until_told(server: BaseWSGIServer, *, keep_door: bool) -> float:
    """Until SIGTERM or Ctrl-C; then nobody new comes in, and whoever is in is served.

    Returns when all has to be over, by the clock that only goes forward.
    """
    told: list[int] = []

    def hear(stop: int, _frame: object) -> None:
        told.append(stop)
        server.pull_trigger()

    # Said for both: started in the background, a process is born deaf to Ctrl-C.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, hear)
    while not told:
        _turn(server)
    _close_door(server, keep_door=keep_door)
    give_up = time.monotonic() + GRACE_S
    while any(map(_is_served, server.active_channels.values())) and time.monotonic() < give_up:
        _turn(server, at_most_s=0.1)
    server.task_dispatcher.shutdown(timeout=_until(give_up))
    return give_up


def _until(moment: float) -> float:
    return max(0, moment - time.monotonic())


def _turn(server: BaseWSGIServer, at_most_s: float = 1) -> None:
    server.asyncore.loop(timeout=at_most_s, map=server._map, use_poll=True, count=1)  # its `run`, once around


def _close_door(server: BaseWSGIServer, *, keep_door: bool) -> None:
    """Whoever stands before a door that was handed over is let in by the next server; at our own nobody would come."""
    server.accepting = False
    if keep_door:
        return
    inside = -1
    while inside < (inside := len(server.active_channels)):
        server.handle_accept()
    server.del_channel()
    server.socket.close()


def _is_served(channel: HTTPChannel) -> bool:
    asked = bool(channel.requests or channel.request or channel.total_outbufs_len)
    return asked or time.time() - channel.last_activity < QUIET_S


def _is_handed_over() -> bool:
    return os.environ.get("LISTEN_PID") == str(os.getpid())


def _listener(port: int) -> socket.socket:
    """The door is opened first: whoever finds it taken should not wait for a seed."""
    if _is_handed_over():
        return socket.socket(fileno=HANDED_OVER)
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        said = f"Port {port} cannot be used ({os.strerror(error.errno or 0)}). Set PORT to another number."
        raise click.ClickException(said) from error


def _who_can_sign_in() -> str:
    cast = seeding.read_cast(SEED)
    rows = [f"  {one.name:8}{label(one.role)!s:16}{one.email}" for one in cast.person]
    return "\n".join([f"Sign in as any of these; the password of all is {cast.password}", *rows])
