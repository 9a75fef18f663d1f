"""A scanner that speaks clamd's protocol over a socket and knows one virus, which harms nobody."""

import socketserver
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

# Put together here, so that no scanner takes this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class _Answer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
        self.wfile.write(b"stream: " + self.server.says.get("instead", found) + b"\0")


class _Scanner(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path, says: Mapping[str, bytes]) -> None:
        super().__init__(str(path), _Answer)
        self.says = says


@contextmanager
def clamd(path: Path, **says: bytes) -> Iterator[Path]:
    """A scanner behind the socket *path*; `instead`: what it answers whatever it is sent."""
    with _Scanner(path, says) as scanner:
        thread = Thread(target=scanner.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield path
        finally:
            scanner.shutdown()
            thread.join()
