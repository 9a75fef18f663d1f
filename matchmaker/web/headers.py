"""The same headers on every answer, errors and files included (OWASP ASVS 5.0, 3.4)."""

from flask import Flask, Response, g, request
from flask_login import current_user

POLICY = "Content-Security-Policy"
ALWAYS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Of a file that somebody has sent: whatever a browser makes of it, it runs nothing and loads nothing (ASVS 3.2.1).
CONFINED = ALWAYS | {
    POLICY: "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
A_YEAR = 31_536_000  # a file's address changes with its content, so it may be kept


def confined(answer: Response) -> Response:
    """*answer* as a file that somebody has sent: it is kept by no browser and no proxy, and shown by none."""
    answer.headers[POLICY] = CONFINED[POLICY]
    return answer


def init(app: Flask) -> None:
    @app.after_request
    def add(answer: Response) -> Response:
        is_sent = answer.headers.get(POLICY) == CONFINED[POLICY]
        answer.headers.update(CONFINED if is_sent else ALWAYS)
        if request.endpoint == "static" and request.args.get("v"):
            answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        elif request.endpoint != "static":
            private = is_sent or is_private(answer)
            answer.headers["Cache-Control"] = "no-store" if private else "no-cache"
            answer.vary.update(("Cookie", "Accept-Language"))
        return answer


def is_private(answer: Response) -> bool:
    """Whether no browser may keep it: what a person is shown, what failed, what machines are told."""
    if answer.status_code >= 400 or request.blueprint == "health":
        return True  # without asking who reads: what failed may be the database, which knows
    return bool(current_user and (current_user.is_authenticated or "half_way" in g))
