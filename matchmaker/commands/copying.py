"""`backup` and `restore`: all that the portal knows in one sealed file, and back into an empty one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from matchmaker import schema, sealing
from matchmaker.commands.places import portal
from matchmaker.commands.preflight import KEY_WANTED, is_weak
from matchmaker.commands.preparing import bring_up_to_date
from matchmaker.database import snapshot, transaction
from matchmaker.filing.store import store_of
from matchmaker.sealing import BadSeal
from matchmaker.services import copies
from matchmaker.services.copies import BadCopy, Tally
from matchmaker.settings import BadSetting, Settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database and the attached files into FILE, sealed with BACKUP_KEY, while people go on working."""
    with portal() as (settings, engine):
        key, written = _key(settings), Tally()
        schema.require_newest(engine)
        with _new(file) as out:
            with snapshot(engine) as session:
                sealing.write(
                    written.of(copies.taken(session, store_of(settings), schema.newest())), out, key
                )
            out.seek(0)
            kept = Tally()
            kept.take(sealing.read(out, key))
            if kept.fingerprint != written.fingerprint:
                raise click.ClickException("What was written cannot be read again: no copy was made.")
    click.echo(f"{file} holds {_told(written)}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring what FILE holds back into an empty database, SQLite or PostgreSQL, all of it or nothing."""
    with portal() as (settings, engine), file.open("rb") as sealed:
        key = _key(settings)
        bring_up_to_date(settings, engine)
        try:
            with transaction(engine) as session:
                lines, store = sealing.read(sealed, key), store_of(settings)
                came = copies.bring_back(session, lines, store, schema.newest())
        except (BadSeal, BadCopy) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"The database holds {_told(came)}")


def _told(tally: Tally) -> str:
    return f"{tally.rows} rows; their fingerprint is {tally.fingerprint}."


def _key(settings: Settings) -> str:
    if is_weak(settings.backup_key):
        raise BadSetting(f"BACKUP_KEY is not set or can be guessed; {KEY_WANTED}")
    if settings.backup_key == settings.secret_key:
        raise BadSetting("BACKUP_KEY is SECRET_KEY; copies are kept elsewhere, and so is what opens them.")
    return settings.backup_key


@contextmanager
def _new(file: Path) -> Iterator[BinaryIO]:
    """*file*, for its owner only, which is there when it is whole and never before."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; a copy is not written over another.")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            yield out
            os.fsync(out.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
