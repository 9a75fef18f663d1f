"""An S3-compatible store on this machine that believes nobody without a right signature (AWS Signature, version 4)."""

import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from matchmaker.settings import Bucket

KEY, SECRET, REGION, NAME = "AKIDTESTS", "a secret of the store / + =", "hanoi-1", "papers"
SKEW = timedelta(minutes=15)
SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>\w+)"
)
A_PAGE = 2  # names in one list: what goes on is asked for again


@dataclass
class Kept:
    content: bytes
    at: datetime


@dataclass
class LocalStore:
    """`kept`: by whole key. `instead`: the status with which all is answered; `let`: set, or each answer waits."""

    address: str = ""
    kept: dict[str, Kept] = field(default_factory=dict)
    instead: int = 0
    let: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)  # what was asked with a right signature

    def __post_init__(self) -> None:
        self.let.set()

    def settings(self, prefix: str = "portal/files") -> Bucket:
        return Bucket(self.address, REGION, NAME, prefix, KEY, SECRET)


def signature(method: str, target: str, headers: Any, names: list[str], scope: str) -> str:
    """What somebody who knows SECRET makes of a request, as Amazon's manual says."""
    parts = urlsplit(target)
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    told = "".join(f"{name}:{' '.join((headers[name] or '').split())}\n" for name in names)
    path = quote(unquote(parts.path), safe="/-_.~")
    request = "\n".join([method, path, query, told, ";".join(names), headers["x-amz-content-sha256"]])
    hashed = sha256(request.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed])
    key = b"AWS4" + SECRET.encode()
    for word in scope.split("/"):
        key = hmac.digest(key, word.encode(), "sha256")
    return hmac.new(key, to_sign.encode(), "sha256").hexdigest()


class Page(BaseHTTPRequestHandler):
    store: LocalStore
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.store.let.wait()
        if self.store.instead:
            self.say(self.store.instead)
        elif not self.is_believed(content):
            self.say(403)
        else:
            parts = urlsplit(self.path)
            self.store.asked.append(f"{self.command} {parts.path}")
            _empty, bucket, key = [*unquote(parts.path).split("/", 2), ""][:3]
            if bucket != NAME:
                self.say(404, b"<Error><Code>NoSuchBucket</Code></Error>")
            elif self.command == "GET" and not key:
                self.say(200, self.listed(dict(parse_qsl(parts.query))))
            else:
                getattr(self, self.command.lower())(key, content)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = answer

    def is_believed(self, content: bytes) -> bool:
        """Whether the request is whole, of now, and signed by somebody who knows the secret."""
        found = SIGNED.fullmatch(self.headers.get("Authorization", ""))
        if found is None or found["key"] != KEY:
            return False
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        names = found["headers"].split(";")
        right = signature(self.command, self.path, self.headers, names, found["scope"])
        return (
            hmac.compare_digest(found["signature"], right)
            and found["scope"] == f"{at:%Y%m%d}/{REGION}/s3/aws4_request"
            and abs(datetime.now(UTC) - at) < SKEW
            and {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names)
            and self.headers["x-amz-content-sha256"] == sha256(content).hexdigest()
        )

    def put(self, key: str, content: bytes) -> None:
        if self.headers.get("If-None-Match") == "*" and key in self.store.kept:
            self.say(412)
            return
        self.store.kept[key] = Kept(content, datetime.now(UTC))
        self.say(200)

    def get(self, key: str, _content: bytes) -> None:
        kept = self.store.kept.get(key)
        self.say(200, kept.content, kept.at) if kept else self.say(
            404, b"<Error><Code>NoSuchKey</Code></Error>"
        )

    def delete(self, key: str, _content: bytes) -> None:
        self.store.kept.pop(key, None)
        self.say(204)

    def listed(self, asked: dict[str, str]) -> bytes:
        after, prefix = asked.get("continuation-token", ""), asked.get("prefix", "")
        found = sorted(key for key in self.store.kept if key.startswith(prefix) and key > after)
        some, more = found[:A_PAGE], len(found) > A_PAGE
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.store.kept[key].content)}</Size><ETag>e</ETag>"
            f"<LastModified>{self.store.kept[key].at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key in some
        )
        further = f"<NextContinuationToken>{escape(some[-1])}</NextContinuationToken>" if more else ""
        return (
            f"<ListBucketResult><Name>{NAME}</Name><KeyCount>{len(some)}</KeyCount>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{further}{rows}</ListBucketResult>"
        ).encode()

    def say(self, status: int, content: bytes = b"", at: datetime | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"e"')
        self.send_header("Last-Modified", format_datetime(at or datetime.now(UTC), usegmt=True))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_anything: object) -> None:
        """A test has its own way to see what was asked."""


@contextmanager
def open_store() -> Iterator[LocalStore]:
    store = LocalStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Page", (Page,), {"store": store}))
    server.daemon_threads = True
    store.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        store.let.set()
        server.shutdown()
        server.socket.close()
        thread.join(timeout=10)
