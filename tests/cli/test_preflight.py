"""What is refused before the portal is open to people, said in sentences."""

import os
import sys
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from matchmaker import schema
from matchmaker.commands import preflight
from matchmaker.settings import BadSetting, Bucket, Settings
from tests import databases
from tests.cli.conftest import Run
from tests.provider import NOWHERE

GOOD_KEY = "vQ8-3yZ0rT_kLm5pXw2aBc7dEf9gHj4nRs6uVt1o"
NOBODY = 65534


@pytest.fixture
def sound(settings: Settings) -> Settings:
    """Settings with which a portal may meet the world."""
    settings.var.mkdir(exist_ok=True)
    return replace(
        settings, secret_key=GOOD_KEY, base_url="https://portal.example.org", proxies=1, inline=False
    )


def said(settings: Settings, code: Path = Path("/nothing")) -> list[str]:
    """The first word of each thing that is wrong."""
    return [line.split()[0] for line in preflight.exposed(settings, code)]


def test_a_sound_portal_is_let_out(sound: Settings, engine: sa.Engine) -> None:
    preflight.require_sound(sound, engine, Path("/nothing"))


@pytest.mark.proves("S23", "S64")
@pytest.mark.parametrize(
    "key", ["s" * 64, "short-but-Random-9x", "change-me-to-a-long-random-text-please-1", "abcabcabc" * 6]
)
def test_a_key_that_can_be_guessed_is_refused_and_not_repeated(
    sound: Settings, engine: sa.Engine, key: str
) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY can be guessed") as refused:
        preflight.require_sound(replace(sound, secret_key=key), engine, Path("/nothing"))
    assert key not in str(refused.value)


def test_plain_http_and_silence_about_proxies_are_refused_together(sound: Settings) -> None:
    wrong = replace(sound, base_url="http://portal.example.org", proxies=None)
    assert said(wrong) == ["MATCHMAKER_URL", "MATCHMAKER_PROXIES"]


def test_code_that_can_be_rewritten_is_refused(sound: Settings, tmp_path: Path) -> None:
    assert said(sound, tmp_path) == [str(tmp_path)]


def test_code_that_may_only_be_read_is_taken(sound: Settings, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir(mode=0o555)
    child = get_context("fork").Process(target=_refused_as_nobody, args=(sound, code))
    child.start()
    child.join()
    assert child.exitcode == 0


def _refused_as_nobody(settings: Settings, code: Path) -> None:
    if os.geteuid() == 0:  # who may write everything
        os.setuid(NOBODY)
    os._exit(len(said(settings, code)))


@pytest.mark.parametrize("excused", ["demo", "trial"])
def test_what_nobody_outside_can_reach_is_let_off(
    settings: Settings, engine: sa.Engine, excused: str
) -> None:
    settings.var.mkdir(exist_ok=True)
    preflight.require_sound(replace(settings, **{excused: True}), engine, settings.var)


@pytest.mark.parametrize(
    ("setting", "needs", "extra"),
    [
        ({"provider": NOWHERE}, "authlib.integrations.requests_client", "sso"),
        ({"bucket": Bucket("https://s3.example.org", "r", "papers", "", "k", "s")}, "obstore", "s3"),
    ],
)
def test_a_setting_without_the_extra_for_it_is_refused(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, setting: dict[str, Any], needs: str, extra: str
) -> None:
    without = replace(sound, database_url="postgresql+psycopg://h/d")
    assert list(preflight.missing(replace(without, **setting))) == []
    monkeypatch.setitem(sys.modules, needs, None)
    (wrong,) = preflight.missing(replace(without, **setting))
    assert f"pip install 'matchmaker[{extra}]'" in wrong
    assert list(preflight.missing(without)) == []


@pytest.mark.proves("R9")
def test_a_file_that_is_gone_is_said_and_not_made_anew(run: Run, tmp_path: Path) -> None:
    gone = tmp_path / "gone.sqlite"
    url = {"DATABASE_URL": f"sqlite:///{gone}", "MATCHMAKER_INLINE": ""}
    for command in ("serve", "work"):
        result = run(command, env={**url, "PORT": "8123"})
        assert result.exit_code == 1
        assert f"There is no database at '{gone}': run `matchmaker migrate`" in result.output
        assert not gone.exists()


@pytest.mark.proves("R25")
@pytest.mark.parametrize(
    ("stands", "what_to_do"),
    [
        ("0001", "this program needs 00... Run `matchmaker migrate`"),
        ("9999", "which this program does not know: it is of a newer one"),
    ],
)
def test_an_older_and_a_newer_database_are_refused(
    sound: Settings, engine: sa.Engine, stands: str, what_to_do: str
) -> None:
    with (
        databases.standing_at(engine, stands),
        pytest.raises(schema.WrongSchema, match=f"The database has {stands}.*{what_to_do}"),
    ):
        preflight.require_sound(sound, engine, Path("/nothing"))


@pytest.mark.proves("R25")
def test_an_older_program_does_not_touch_a_newer_database(run: Run, engine: sa.Engine) -> None:
    with databases.standing_at(engine, "9999"):
        result = run("migrate")
    assert result.exit_code == 1
    assert "it is of a newer one. Run that program, or bring back a copy from before." in result.output
