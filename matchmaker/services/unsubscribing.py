"""The address under which one letter is answered with "no more of these": signed, so that nobody else can make it."""

from itsdangerous import BadSignature, Signer

PURPOSE = (
    "matchmaker.stop_letters"  # a signature of the cookies, made with the same secret, opens nothing here
)


def seal(ref: str, secret_key: str) -> str:
    """The reference of a letter with a signature: `L-7F3K9Q.1iZ…`."""
    return Signer(secret_key, PURPOSE).sign(ref).decode()


def opened(code: str, secret_key: str) -> str | None:
    """The reference in *code*; None if we did not sign it."""
    try:
        return Signer(secret_key, PURPOSE).unsign(code).decode()
    except (BadSignature, ValueError):
        return None
