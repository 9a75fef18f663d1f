"""The log: a line of JSON for each thing worth knowing, on standard error (docs/operations.md).

It is read by people who may read no need. So an error is told by its kind and its place, never in its own words, for
those hold what somebody typed, a row or an address; and of an address only the host is left.
"""

import logging
import re
import sys
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any

import structlog
from structlog.typing import EventDict

OTHER = r"[^\s<>@,;:\"']"  # than what stands around an address
ADDRESS = re.compile(rf"(?<!{OTHER}){OTHER}+@")
FOLDERS = re.compile(r"^.*/(?:site-packages|lib/python[\d.]+|(?=matchmaker/))/?")


def begin() -> None:
    """Said once by each process that runs for long; what other packages have to say goes the same way."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            by_kind_and_place,
            without_addresses,
            structlog.processors.JSONRenderer(default=lambda value: type(value).__name__),
        ],
        # Asked for each line: whoever holds standard error may change.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[OfOthers()], force=True)


def by_kind_and_place(_logger: Any, _level: str, event: EventDict) -> EventDict:
    """In the place of an error: its kind, and those that led to it, each with where it passed through."""
    if told := event.pop("exc_info", None):
        error = told if isinstance(told, BaseException) else sys.exc_info()[1]
        event["error"] = [{"kind": kind(each), "places": list(places(each))} for each in causes(error)]
    return event


def causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def places(error: BaseException) -> Iterator[str]:
    for frame in extract_tb(error.__traceback__):
        yield f"{FOLDERS.sub('', frame.filename)}:{frame.lineno} {frame.name}"


def without_addresses(_logger: Any, _level: str, event: EventDict) -> EventDict:
    return {name: ADDRESS.sub("…@", said) if isinstance(said, str) else said for name, said in event.items()}


class OfOthers(logging.Handler):
    """What a package says by Python's own logging: its name, its sentence before values are put in, its error."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(
            record.levelno,
            "said_elsewhere",
            by=record.name,
            sentence=str(record.msg),
            exc_info=record.exc_info,
        )
