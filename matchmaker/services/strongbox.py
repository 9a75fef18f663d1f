"""What must be kept secret and yet be read again is locked up: a copy of the database alone opens none of it."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

PURPOSE = b"matchmaker.strongbox"  # the key is made from the secret of the portal, and good for nothing else


def lock(text: str, secret_key: str) -> str:
    return _box(secret_key).encrypt(text.encode()).decode()


def unlock(locked: str, secret_key: str, *, within_s: int | None = None) -> str | None:
    """The text in *locked*; None if we did not lock it up, or longer than *within_s* seconds ago."""
    try:
        return _box(secret_key).decrypt(locked.encode(), within_s).decode()
    except InvalidToken:
        return None


def relocked(locked: str, keys: Sequence[str]) -> str:
    """What one of *keys* has locked, locked with the last of them; what none has locked, as it is."""
    try:
        return MultiFernet([_box(key) for key in reversed(keys)]).rotate(locked.encode()).decode()
    except InvalidToken:
        return locked


def _box(secret_key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hmac.digest(secret_key.encode(), PURPOSE, "sha256")))
