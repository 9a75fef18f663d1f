"""What must be right before the portal is open to people: said all at once, and then it does not start."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from matchmaker import schema
from matchmaker.database import file_of
from matchmaker.settings import BadSetting, Settings

CODE = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32  # characters: 128 bits and more, however they are written
FEWEST_LETTERS = 10  # different ones; fewer is a pattern, not a lot
KEY_WANTED = (
    f"it must be {SHORTEST_KEY} random characters or more: "
    'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
)
SAMPLES = ("change", "example", "secret", "password", "matchmaker", "sample", "your", "12345")


def require_sound(settings: Settings, engine: Engine, code: Path = CODE) -> None:
    """BadSetting or WrongSchema where this must not be served."""
    wrong = [*missing(settings)]
    if not (settings.demo or settings.trial):  # what nobody outside can reach has little to protect
        wrong += exposed(settings, code)
    if wrong:
        raise BadSetting("\n- ".join(["The portal does not start:", *wrong]))
    schema.require_newest(engine)


def missing(settings: Settings) -> Iterator[str]:
    """What it cannot work without."""
    if not os.access(settings.var, os.W_OK):
        yield f"MATCHMAKER_VAR is {str(settings.var)!r}, where this user may not write."
    if settings.provider and not can_sign_in_elsewhere():
        yield "OIDC_ISSUER is set, and the extra for it is not installed: pip install 'matchmaker[sso]'"
    if settings.bucket and not can_keep_in_a_bucket():
        yield "FILES is set, and the extra for it is not installed: pip install 'matchmaker[s3]'"
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        yield f"There is no database at {str(file)!r}: run `matchmaker migrate` for a new one, or bring back a copy."


def can_sign_in_elsewhere() -> bool:
    try:
        import authlib.integrations.requests_client  # noqa: F401  # is it there?
    except ImportError:
        return False
    return True


def can_keep_in_a_bucket() -> bool:
    try:
        import obstore  # noqa: F401  # the same
    except ImportError:
        return False
    return True


def exposed(settings: Settings, code: Path) -> Iterator[str]:
    """What it must not meet the world without."""
    if any(is_weak(key) for key in settings.keys):
        yield f"SECRET_KEY can be guessed; {KEY_WANTED}"
    if urlsplit(settings.base_url).scheme != "https":
        yield (
            f"MATCHMAKER_URL is {settings.base_url!r}: over http anybody on the way reads along. Make it https "
            "(or set MATCHMAKER_TRIAL=1 to try it where nobody outside can reach it)."
        )
    if settings.proxies is None:
        yield (
            "MATCHMAKER_PROXIES is not set: say how many proxies stand in front (0 for none), for each of them "
            "is believed when it says who calls."
        )
    if os.access(code, os.W_OK):
        yield f"{code} can be written by this user: serve as one who may only read it."


def is_weak(key: str) -> bool:
    return (
        len(key) < SHORTEST_KEY
        or len(set(key)) < FEWEST_LETTERS
        or any(word in key.lower() for word in SAMPLES)
    )
