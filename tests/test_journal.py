"""The log: one line of JSON each, with what went wrong and where, and nothing that anybody wrote."""

import json
import logging
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from matchmaker.database import transaction
from matchmaker.models import Organisation
from tests.cast import an_organisation

CANARY = "Kanarienvogel-4711"

pytestmark = pytest.mark.usefixtures("journaled")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.proves("S54")
def test_what_is_said_is_one_line_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    said = 'no such reader\r\n{"event": "forged"}\x85\u2028end'
    structlog.get_logger().warning("letter_not_sent", tries=3, error=said)
    (line,) = lines(capsys)
    assert line.pop("at").endswith("Z")
    assert line == {"event": "letter_not_sent", "level": "warning", "tries": 3, "error": said}


@pytest.mark.proves("S54")
def test_of_an_address_only_the_host_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("refused", error="550 <amina.ceesay@justice.example>: unknown")
    assert lines(capsys)[0]["error"] == "550 <…@justice.example>: unknown"


@pytest.mark.proves("S54")
def test_an_error_is_told_by_its_kind_and_its_place_not_in_its_words(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        with transaction(engine) as session:
            for _ in range(2):
                session.add(Organisation(**an_organisation(session, CANARY).model_dump(exclude={"id"})))
            session.flush()
    except IntegrityError:
        structlog.get_logger().exception("unexpected_error")
    text = capsys.readouterr().err
    kinds = [each["kind"] for each in json.loads(text)["error"]]
    assert kinds[0] == "sqlalchemy.exc.IntegrityError"
    assert "tests/test_journal.py" in text
    assert CANARY not in text


@pytest.mark.proves("S54")
def test_other_packages_are_heard_without_what_they_put_into_their_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("waitress").info("Serving")
    logging.getLogger("waitress.queue").warning("Task queue depth is %s", CANARY)
    (line,) = lines(capsys)
    assert (line["by"], line["sentence"]) == ("waitress.queue", "Task queue depth is %s")


def test_what_is_no_text_is_told_by_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("odd", thing=Organisation(name=CANARY))
    assert lines(capsys)[0]["thing"] == "Organisation"
