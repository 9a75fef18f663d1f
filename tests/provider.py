"""A provider of identities on this machine, which says what a test wants to hear: truth or lies (OpenID Connect)."""

import json
import secrets
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from matchmaker import clock
from matchmaker.settings import Provider

CLIENT, SECRET = "matchmaker", "a secret between these two + & : =%"
LASTS_S = 300
NOWHERE = Provider("http://127.0.0.1:9", CLIENT, SECRET, "Harbour ID")  # nobody listens there
Fields = dict[str, str]


@dataclass
class LocalProvider:
    """Whoever comes is *subject* with *email*. Every claim and every page of it may be told falsely.

    `claims`: said instead of the truth, None for not at all; `pages`: path -> what it answers instead, a status or
    text; `header`, `signs`: of the token; `let`: set, or else each answer waits for it.
    """

    address: str = ""
    subject: str = "1001"
    email: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, int | str] = field(default_factory=dict)
    header: Fields = field(default_factory=lambda: {"alg": "ES256"})
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    signs: Any = None
    let: threading.Event = field(default_factory=threading.Event)
    codes: dict[str, Fields] = field(default_factory=dict)  # code -> what was asked with it
    asked: list[str] = field(default_factory=list)  # paths
    takes: str = "client_secret_basic"

    def __post_init__(self) -> None:
        self.let.set()

    def settings(self) -> Provider:
        return Provider(self.address, CLIENT, SECRET, "Harbour ID")

    def discovered(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": [self.takes],
        } | self.found

    def authorize(self, asked: Fields) -> str:
        """The address to which a browser is sent back."""
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Fields, known: tuple[str, str]) -> dict[str, str]:
        """In exchange for a code, once, to who asked for it and holds the other half of what was hashed."""
        asked = self.codes.pop(form["code"], None)
        hashed = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if (
            asked is None
            or known != (CLIENT, SECRET)
            or (hashed, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"])
        ):
            return {"error": "invalid_grant"}
        return {"access_token": "none of ours", "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: Fields) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": self.subject,
            "email": self.email,
            "email_verified": True,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + LASTS_S,
        } | self.claims
        told = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(self.header, told, self.signs or self.key, algorithms=[self.header["alg"]])


class Page(BaseHTTPRequestHandler):
    provider: LocalProvider

    def do_GET(self) -> None:
        path, asked = self.opened()
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.end_headers()
        elif path == "/keys":
            self.say(KeySet([self.provider.key]).as_dict(private=False))
        elif path == "/.well-known/openid-configuration":
            self.say(self.provider.discovered())

    def do_POST(self) -> None:
        _path, _asked = self.opened()
        form = plain(self.rfile.read(int(self.headers["Content-Length"])).decode())
        name, _colon, secret = (
            b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode().partition(":")
        )
        if self.provider.takes == "client_secret_post":
            name, secret = form["client_id"], form["client_secret"]
        self.say(self.provider.token(form, (unquote(name), unquote(secret))))

    def opened(self) -> tuple[str, Fields]:
        """The path and what was asked; where a test wants it, what is said there instead."""
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        self.provider.let.wait()
        instead = self.provider.pages.get(parts.path)
        if instead is None:
            return parts.path, plain(parts.query)
        if isinstance(instead, int):
            self.send_response(instead)
            self.send_header("Location", f"{self.provider.address}/elsewhere")
            self.end_headers()
        else:
            self.say_text(instead)
        return "", {}

    def say(self, what: dict[str, Any]) -> None:
        self.say_text(json.dumps(what), 400 if "error" in what else 200)

    def say_text(self, text: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_anything: object) -> None:
        """A test has its own way to see what was asked."""


def plain(query: str) -> Fields:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


@contextmanager
def open_provider() -> Iterator[LocalProvider]:
    provider = LocalProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Page", (Page,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.let.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
