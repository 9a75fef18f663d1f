"""Where attached files lie: a folder that nothing serves, each under a name drawn by lot, written whole or not."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from matchmaker.settings import Settings

FOLDER = "attachments"
NAME = re.compile(r"[0-9a-f]{32}")


def new_name() -> str:
    """128 bits drawn by lot: nobody finds a file by trying."""
    return secrets.token_hex(16)


class Store:
    """Files by name, in a folder of their own below *var*, which is made when the first is kept."""

    def __init__(self, var: Path) -> None:
        self.folder = var / FOLDER

    def keep(self, name: str, content: bytes) -> None:
        """Write *content*; a process that is killed meanwhile leaves nothing under *name*."""
        path, written = self._path(name), self.folder / f"{name}.new"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
        self._sync_folder()

    def read(self, name: str) -> bytes | None:
        """What is kept under *name*; None if there is nothing."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names_before(self, moment: datetime) -> Iterator[str]:
        """Everything that lies here since before *moment*, what was never finished included."""
        if not self.folder.is_dir():
            return
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if datetime.fromtimestamp(entry.stat().st_mtime, UTC) < moment:
                    yield entry.name

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name.removesuffix(".new")):
            raise ValueError(f"{name!r} is no name of ours")
        return self.folder / name

    def _sync_folder(self) -> None:
        """So that the name outlives a power cut as well."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def store_of(settings: Settings) -> Store:
    """Where this portal keeps its files: a bucket if it has one, else the folder."""
    if settings.bucket is None:
        return Store(settings.var)
    from matchmaker.filing.bucket import BucketStore  # it needs the extra s3

    return BucketStore(settings.bucket)
