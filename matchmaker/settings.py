"""What differs from one installation to the next: read from the environment once, checked at once."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting that cannot be used; the message says which and what may stand there."""


class Tls(StrEnum):
    """How the way to the mail server is kept private."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


DEMO_CONTACT = "help@secretariat.example"  # invented, like everybody there; no mail ever reaches it
BUCKET = re.compile(
    r"s3://(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[\w.-]+(?:/[\w.-]+)*)?)?", re.ASCII
)
SMTP_PORTS = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in, by SMTP; `user` is empty where nobody has to sign in."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: Tls


@dataclass(frozen=True)
class Provider:
    """Where people sign in elsewhere, by OpenID Connect; `name` is what it is called on the button."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


@dataclass(frozen=True)
class Bucket:
    """Where attached files lie in an S3-compatible store: below `prefix`, or anywhere in it if that is empty."""

    endpoint: str
    region: str
    name: str
    prefix: str
    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """`database_url` SQLAlchemy URL; `var` folder for what the portal writes; `demo` shows the cast and the letters.

    `old_keys` are secret keys of before: what they signed is still read, and nothing is signed with them.
    `inline`: background work is done before the answer, by whoever asks for it; there is no worker.
    `sender` is who letters are from, such as "Matchmaker <portal@example.org>". Without a mail server they wait.
    `clamd` is the socket of the virus scanner; without one nothing is held back for it.
    `contact` is the address at which the secretariat answers people; empty: no page gives one.
    `proxies`: how many proxies stand in front, whose word about the caller is taken; None: nobody has said.
    `backup_key` seals the copies that `matchmaker backup` makes; empty: none can be made.
    `bucket`: where attached files lie; without one they lie below `var`.
    `provider`: where people may sign in instead of here; without one they sign in here alone.
    `trial`: real, but open to nobody outside: what must hold before a portal meets the world is not asked.
    """

    database_url: str
    secret_key: str = field(repr=False)
    var: Path
    base_url: str
    port: int
    demo: bool
    inline: bool = False
    sender: str = "Matchmaker <matchmaker@localhost>"
    mail_server: MailServer | None = None
    contact: str = ""
    proxies: int | None = None
    trial: bool = False
    backup_key: str = field(default="", repr=False)
    clamd: Path | None = None
    old_keys: tuple[str, ...] = field(default=(), repr=False)
    provider: Provider | None = None
    bucket: Bucket | None = None

    @property
    def keys(self) -> list[str]:
        """All that may have signed what comes back, the newest last, which alone signs: as itsdangerous has it."""
        return [*self.old_keys, self.secret_key]


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from *environment*; BadSetting for a port that is none or a production without a secret."""
    var = Path(environment.get("MATCHMAKER_VAR", "var")).absolute()
    demo = environment.get("MATCHMAKER_DEMO", "") == "1"
    port = _port("PORT", environment.get("PORT", "8000"))
    return Settings(
        database_url=_database_url(
            environment.get("DATABASE_URL") or f"sqlite:///{var / 'matchmaker.sqlite'}"
        ),
        secret_key=_secret(environment, "SECRET_KEY") or _demo_secret(var, demo),
        var=var,
        base_url=environment.get("MATCHMAKER_URL", f"http://localhost:{port}"),
        port=port,
        demo=demo,
        inline=environment.get("MATCHMAKER_INLINE", "") == "1",
        contact=_contact(environment.get("MATCHMAKER_CONTACT") or (DEMO_CONTACT if demo else "")),
        proxies=_proxies(environment.get("MATCHMAKER_PROXIES", "")),
        trial=environment.get("MATCHMAKER_TRIAL", "") == "1",
        backup_key=_secret(environment, "BACKUP_KEY"),
        clamd=_socket(environment.get("CLAMD_SOCKET", "")),
        old_keys=tuple(_secret(environment, "SECRET_KEY_OLD").split()),
        provider=_provider(environment),
        bucket=_bucket(environment),
        **_mail(environment),
    )


def _mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings that have to do with mail; none without SMTP_HOST."""
    host = environment.get("SMTP_HOST", "")
    if not host:
        return {}
    tls, user = environment.get("SMTP_TLS", Tls.STARTTLS), environment.get("SMTP_USER", "")
    if tls not in list(Tls):
        raise BadSetting(f"SMTP_TLS is {tls!r}; it may be starttls, implicit or none.")
    if tls == Tls.NONE and user:
        raise BadSetting("SMTP_USER is set and SMTP_TLS is none: a password is not sent in the open.")
    sender = environment.get("MAIL_FROM", "")
    if "@" not in parseaddr(sender)[1]:
        raise BadSetting(f"MAIL_FROM is {sender!r}; it must be an address, or a name with an <address>.")
    port = _port("SMTP_PORT", environment.get("SMTP_PORT") or str(SMTP_PORTS[Tls(tls)]))
    server = MailServer(host, port, user, _secret(environment, "SMTP_PASSWORD"), Tls(tls))
    return {"sender": sender, "mail_server": server}


def _provider(environment: Mapping[str, str]) -> Provider | None:
    """None without any setting of it; BadSetting for one that is half made."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
    issuer, client_id, secret, name = values = [_secret(environment, each) for each in names]
    if not any(values):
        return None
    if not all(values):
        left_out = ", ".join(each for each, value in zip(names, values, strict=True) if not value)
        raise BadSetting(f"To sign in elsewhere all of {', '.join(names)} are needed; not set: {left_out}.")
    return Provider(_closed("OIDC_ISSUER", issuer), client_id, secret, name)


def _bucket(environment: Mapping[str, str]) -> Bucket | None:
    """None without FILES; BadSetting for one that is half made."""
    files = environment.get("FILES", "")
    if not files:
        return None
    place = BUCKET.fullmatch(files)
    if place is None:
        raise BadSetting(f"FILES is {files!r}; it must be s3://bucket or s3://bucket/prefix.")
    endpoint = _closed("FILES_ENDPOINT", environment.get("FILES_ENDPOINT", ""))
    key, secret = environment.get("FILES_KEY", ""), _secret(environment, "FILES_SECRET")
    if not (key and secret):
        raise BadSetting("FILES is set; FILES_KEY and FILES_SECRET (or FILES_SECRET_FILE) must be, too.")
    region = environment.get("FILES_REGION") or "us-east-1"  # what a store that has no regions goes by
    return Bucket(endpoint, region, place["name"], place["prefix"] or "", key, secret)


def _closed(name: str, address: str) -> str:
    """*address*, if what goes there can be read by nobody on the way."""
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise BadSetting(f"{name} is {address!r}; it must be an address that begins with https://.")
    return address


def _secret(environment: Mapping[str, str], name: str) -> str:
    """*name*, or what stands in the file that *name*_FILE names, which nobody else may read."""
    file = environment.get(f"{name}_FILE")
    if not file:
        return environment.get(name, "")
    if environment.get(name):
        raise BadSetting(f"{name} and {name}_FILE are both set; leave one of them out.")
    try:
        mode = Path(file).stat().st_mode
        text = Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE is {file!r}, which cannot be read: {error.strerror}.") from error
    if mode & 0o077:
        raise BadSetting(f"{name}_FILE is {file!r}, which others may read: chmod 600 {file}")
    return text


def _proxies(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and int(text) < 10):
        raise BadSetting(
            f"MATCHMAKER_PROXIES is {text!r}; it must be how many proxies stand in front: 0, 1, 2 …"
        )
    return int(text) if text else None


def _socket(path: str) -> Path | None:
    if path and not Path(path).is_absolute():
        raise BadSetting(f"CLAMD_SOCKET is {path!r}; it must be a whole path such as /run/clamav/clamd.ctl.")
    return Path(path) if path else None


def _contact(address: str) -> str:
    if address and ("@" not in address or parseaddr(address)[1] != address):
        raise BadSetting(
            f"MATCHMAKER_CONTACT is {address!r}; it must be an address such as help@example.org."
        )
    return address


def _port(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise BadSetting(f"{name} is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def _database_url(url: str) -> str:
    """The URL with the driver we ship: `postgres://` and `postgresql://` mean psycopg 3."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(
            f"DATABASE_URL starts with {url.split(':')[0]!r}; it may be sqlite:/// or postgresql://."
        )
    return url


def _demo_secret(var: Path, demo: bool) -> str:
    """A secret of this demo's own, kept in *var* so that a restart signs nobody out."""
    if not demo:
        raise BadSetting(
            "SECRET_KEY is not set; set it, or SECRET_KEY_FILE, to a long random text "
            "(or MATCHMAKER_DEMO=1 to try the demo)."
        )
    var.mkdir(parents=True, exist_ok=True)
    kept = var / "secret"
    if not kept.exists():
        written = kept.with_suffix(".new")  # then moved whole: a start that is killed leaves no empty secret
        written.touch(mode=0o600)
        written.write_text(secrets.token_urlsafe(48), encoding="ascii")
        written.replace(kept)
    return kept.read_text(encoding="ascii")
