"""Attached files in a bucket of an S3-compatible store instead of a folder (docs/adr/0042)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from matchmaker.errors import StoreAway
from matchmaker.filing.store import NAME, Store
from matchmaker.settings import Bucket

TO_ANSWER = timedelta(seconds=3)  # that there is somebody
TO_END = timedelta(seconds=10)  # for all of a file: at 5 MB, four megabits a second
NO_BUCKET = "NoSuchBucket"  # what S3 answers then, with the same status as for a file that is not there


class BucketStore(Store):
    """The same four deeds. A file is there when the store has said so, whole, and never over another."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = _opened(bucket)

    def keep(self, name: str, content: bytes) -> None:
        """Store *content*. StoreAway where the store does not say that it has it."""
        with _answering():
            try:
                obstore.put(self.bucket, _ours(name), content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                if self.read(name) != content:  # a copy is brought back to where its files still are
                    raise

    def read(self, name: str) -> bytes | None:
        with _answering():
            try:
                return bytes(obstore.get(self.bucket, _ours(name)).bytes())
            except FileNotFoundError as error:
                if NO_BUCKET in str(error):
                    raise
                return None

    def remove(self, name: str) -> None:
        with _answering():
            obstore.delete(self.bucket, _ours(name))

    def names_before(self, moment: datetime) -> Iterator[str]:
        """Every file of ours since before *moment*; whatever else lies in the bucket is not ours to see to."""
        with _answering():
            for some in obstore.list(self.bucket):
                for kept in some:
                    if NAME.fullmatch(kept["path"]) and kept["last_modified"] < moment:
                        yield kept["path"]


@cache
def _opened(bucket: Bucket) -> S3Store:
    """One for the process: it keeps its connections."""
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.key,
        secret_access_key=bucket.secret,
        disable_bulk_delete=True,  # not every store knows how to delete many at once
        client_options={
            "connect_timeout": TO_ANSWER,
            "timeout": TO_END,
            "allow_http": bucket.endpoint.startswith("http:"),
        },
        retry_config={"max_retries": 0},  # somebody waits: they try again
    )


def _ours(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of ours")
    return name


@contextmanager
def _answering() -> Iterator[None]:
    """StoreAway for whatever the store says but what was asked; its own words may hold what it is asked with."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:  # the second: of a bucket that is not there
        raise StoreAway(type(error).__name__) from None
