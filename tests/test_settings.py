"""Settings: read once, checked at once, refused with a sentence that says which and what may stand there."""

import stat
from pathlib import Path

import pytest

from matchmaker.settings import BadSetting, Bucket, MailServer, Provider, Settings, Tls, read_settings


def read(tmp_path: Path, **environment: str) -> Settings:
    return read_settings({"MATCHMAKER_VAR": str(tmp_path / "var"), "SECRET_KEY": "s" * 40, **environment})


def test_a_portal_without_settings_is_a_local_one(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings(
        database_url=f"sqlite:///{tmp_path}/var/matchmaker.sqlite",
        secret_key="s" * 40,
        var=tmp_path / "var",
        base_url="http://localhost:8000",
        port=8000,
        demo=False,
    )


@pytest.mark.parametrize("port", ["0", "-1", "65536", "http", "", "8000.0", "٨٠٠٠", "8_000", " 80 "])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    with pytest.raises(BadSetting, match="it must be a number from 1 to 65535"):
        read(tmp_path, PORT=port)


def test_the_port_stands_in_the_address(tmp_path: Path) -> None:
    settings = read(tmp_path, PORT="8123")
    assert (settings.port, settings.base_url) == (8123, "http://localhost:8123")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.sqlite", "sqlite:////tmp/x.sqlite"),
    ],
)
def test_a_database_is_reached_by_the_driver_that_is_shipped(tmp_path: Path, given: str, used: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == used


@pytest.mark.proves("S64")
@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "oracle+cx://x", "nonsense"])
def test_another_database_is_refused_without_telling_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, DATABASE_URL=url)
    assert "sqlite:/// or postgresql://" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.proves("S23")
def test_a_real_portal_needs_a_secret(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY is not set"):
        read(tmp_path, SECRET_KEY="")


def test_a_demonstration_makes_a_secret_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path, SECRET_KEY="", MATCHMAKER_DEMO="1")
    second = read(tmp_path, SECRET_KEY="", MATCHMAKER_DEMO="1")
    kept = tmp_path / "var" / "secret"
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 60
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_two_demonstrations_have_two_secrets(tmp_path: Path) -> None:
    one = read_settings({"MATCHMAKER_VAR": str(tmp_path / "one"), "MATCHMAKER_DEMO": "1"})
    other = read_settings({"MATCHMAKER_VAR": str(tmp_path / "other"), "MATCHMAKER_DEMO": "1"})
    assert one.secret_key != other.secret_key


def test_without_a_mail_server_there_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, SMTP_USER="portal", MAIL_FROM="nonsense").mail_server is None


@pytest.mark.parametrize(
    ("given", "port", "tls"),
    [
        ({}, 587, Tls.STARTTLS),
        ({"SMTP_TLS": "implicit"}, 465, Tls.IMPLICIT),
        ({"SMTP_PORT": "2525"}, 2525, Tls.STARTTLS),
    ],
)
def test_mail_is_handed_in_over_tls(tmp_path: Path, given: dict[str, str], port: int, tls: Tls) -> None:
    settings = read(
        tmp_path,
        SMTP_HOST="mail.example.org",
        SMTP_USER="portal",
        SMTP_PASSWORD="secret",
        MAIL_FROM="Matchmaker <portal@example.org>",
        **given,
    )
    assert settings.sender == "Matchmaker <portal@example.org>"
    assert settings.mail_server == MailServer("mail.example.org", port, "portal", "secret", tls)
    assert "secret" not in repr(settings.mail_server)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"MAIL_FROM": ""}, "MAIL_FROM is ''"),
        ({"SMTP_TLS": "ssl"}, "it may be starttls, implicit or none"),
        ({"SMTP_PORT": "mail"}, "SMTP_PORT is 'mail'; it must be a number"),
        ({"SMTP_TLS": "none", "SMTP_USER": "portal"}, "a password is not sent in the open"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(BadSetting, match=says):
        read(tmp_path, **{"SMTP_HOST": "mail.example.org", "MAIL_FROM": "portal@example.org", **given})


ELSEWHERE = {
    "OIDC_ISSUER": "https://id.example.org/realm",
    "OIDC_CLIENT_ID": "matchmaker",
    "OIDC_CLIENT_SECRET": "between the two",
    "OIDC_NAME": "Harbour ID",
}


def test_a_provider_is_named_by_four_settings_and_its_secret_is_not_shown(tmp_path: Path) -> None:
    found = read(tmp_path, **ELSEWHERE).provider
    assert found == Provider("https://id.example.org/realm", "matchmaker", "between the two", "Harbour ID")
    assert "between" not in repr(found)


@pytest.mark.parametrize("left_out", ELSEWHERE)
def test_a_provider_that_is_half_named_is_refused(tmp_path: Path, left_out: str) -> None:
    with pytest.raises(BadSetting, match=f"not set: {left_out}"):
        read(tmp_path, **(ELSEWHERE | {left_out: ""}))


@pytest.mark.parametrize(
    "issuer", ["http://id.example.org", "id.example.org", "ftp://127.0.0.1", "http://localhost.evil.example"]
)
def test_a_provider_over_an_open_line_is_refused(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(BadSetting, match="begins with https://"):
        read(tmp_path, **(ELSEWHERE | {"OIDC_ISSUER": issuer}))


def test_the_secret_of_a_provider_comes_from_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(mode=0o600)
    file.write_text("from a file\n")
    more = ELSEWHERE | {"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": str(file)}
    found = read(tmp_path, **more).provider
    assert found is not None
    assert found.client_secret == "from a file"


BUCKET = {
    "FILES": "s3://papers/portal/files",
    "FILES_ENDPOINT": "https://s3.example.org",
    "FILES_REGION": "hanoi-1",
    "FILES_KEY": "AKID",
    "FILES_SECRET": "of the store",
}


def test_a_bucket_is_named_by_its_settings_and_its_secret_is_not_shown(tmp_path: Path) -> None:
    found = read(tmp_path, **BUCKET).bucket
    assert found == Bucket(
        "https://s3.example.org", "hanoi-1", "papers", "portal/files", "AKID", "of the store"
    )
    assert "of the store" not in repr(found)
    whole = read(tmp_path, **(BUCKET | {"FILES": "s3://papers", "FILES_REGION": ""})).bucket
    assert whole is not None
    assert (whole.prefix, whole.region) == ("", "us-east-1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FILES", "papers"),
        ("FILES", "s3://"),
        ("FILES", "s3://Papers"),
        ("FILES", "s3://papers//x"),
        ("FILES", "s3://papers/x?y"),
        ("FILES", "file:///srv/papers"),
        ("FILES_ENDPOINT", ""),
        ("FILES_ENDPOINT", "http://s3.example.org"),
        ("FILES_KEY", ""),
        ("FILES_SECRET", ""),
    ],
)
def test_a_bucket_that_is_half_named_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name) as refused:
        read(tmp_path, **(BUCKET | {name: value}))
    assert "of the store" not in str(refused.value)
