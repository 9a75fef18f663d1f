"""Signed words: in an address or a cookie, so that nobody else can make one."""

from collections.abc import Sequence
from enum import StrEnum

from itsdangerous import BadSignature, Signer


class Purpose(StrEnum):
    """What a word was signed for: what was signed for something else, with the same secret, opens nothing here."""

    STOP_LETTERS = "matchmaker.stop_letters"
    NEW_ADDRESS = "matchmaker.new_address"
    ACCOUNT_LINK = "matchmaker.account_link"
    KNOWN_BROWSER = "matchmaker.known_browser"


def signed(purpose: Purpose, word: str, secret_key: str) -> str:
    """*word* with a signature: `L-7F3K9Q.1iZ…`."""
    return Signer(secret_key, purpose).sign(word).decode()


def opened(purpose: Purpose, code: str, keys: Sequence[str]) -> str | None:
    """The word in *code*; None if we signed it for *purpose* with none of *keys*."""
    try:
        return Signer(keys, purpose).unsign(code).decode()
    except (BadSignature, ValueError):
        return None
