"""The address under which one letter is answered with "no more of these": signed, so that nobody else can make it."""

from collections.abc import Sequence

from itsdangerous import BadSignature, Signer

PURPOSE = (
    "matchmaker.stop_letters"  # a signature of the cookies, made with the same secret, opens nothing here
)


def seal(ref: str, secret_key: str) -> str:
    """The reference of a letter with a signature: `L-7F3K9Q.1iZ…`."""
    return Signer(secret_key, PURPOSE).sign(ref).decode()


def opened(code: str, keys: Sequence[str]) -> str | None:
    """The reference in *code*; None if we signed it with none of *keys*."""
    try:
        return Signer(keys, PURPOSE).unsign(code).decode()
    except (BadSignature, ValueError):
        return None
