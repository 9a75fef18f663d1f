"""People who work without a pause: they follow links, search, save their drafts, write messages, come and go."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from random import Random
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from tests.web.walking import Form, read_page

PATIENCE_S = 60
WORDS = (
    "forensic",
    "chain of custody",
    "laboratory",
    "juges",
    "formación",
    "mutual assistance",
    "سيبرانية",
    "24/7",
)
# Of what they do; else they follow a link. All of it stays within what one person may do (docs/adr/0038).
SEARCHES, SAVES, SAYS, WRITES, LEAVES = 0.10, 0.10, 0.03, 0.01, 0.01
TITLE = "Examiners for the phones of the northern districts"
TEXT = "Which devices, and how many of each?"


class Beat:
    """Whoever takes part does one thing at a time, so many a second all together; who is late catches up."""

    def __init__(self, per_s: float) -> None:
        self.per_s, self.began, self.taken = per_s, time.monotonic(), 0
        self.lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self.lock:
            self.taken += 1
            turn = self.began + self.taken / self.per_s
        time.sleep(max(turn - time.monotonic(), 0))
        yield


class OneByOne(Beat):
    """Who holds `alone` keeps everybody else waiting."""

    def __init__(self, per_s: float) -> None:
        super().__init__(per_s)
        self.alone = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with super().turn(), self.alone:
            yield


class StayHere(HTTPRedirectHandler):
    """Where an answer leads is another request, which is counted."""

    def redirect_request(self, *_anything: Any) -> None:
        return None


@dataclass
class Answer:
    status: int
    took: float
    url: str
    text: str = ""
    leads_to: str = ""


@dataclass
class Reader:
    """One browser. `heard` is told of each answer."""

    address: str
    beat: Beat
    lot: Random
    heard: Callable[[Answer], None]
    email: str = ""
    password: str = ""
    draft: str = ""  # the address of the form in which they save again and again
    threads: set[str] = field(default_factory=set)  # addresses of pages on which they may say something
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(), StayHere())

    def ask(self, path: str, fields: dict[str, Any] | None = None) -> Answer:
        """One request. Status 0: nobody has answered."""
        body = None if fields is None else urlencode(fields, doseq=True).encode()
        with self.beat.turn():
            began = time.monotonic()
            try:
                answer = self._open(urljoin(self.address, path), body)
            except (URLError, OSError, HTTPException) as error:
                answer = Answer(0, 0, path, text=repr(error))
            answer.took = time.monotonic() - began
        self.heard(answer)
        return answer

    def _open(self, url: str, body: bytes | None) -> Answer:
        try:
            with self.opener.open(url, body, timeout=PATIENCE_S) as got:
                return self._read(got, url)
        except HTTPError as got:
            with got:
                return self._read(got, url)

    def _read(self, got: HTTPResponse | HTTPError, url: str) -> Answer:
        content = got.read()
        text = content.decode() if got.headers.get_content_type() == "text/html" else ""
        return Answer(got.status, 0, url, text, got.headers.get("Location", ""))

    def look(self, path: str) -> None:
        answer = self.ask(path)
        if answer.text:
            forms, links = read_page(urlsplit(answer.url).path, answer.text)
            self.forms = [form for form in forms if form.method == "post"]
            self.links = [link for link in links if link.startswith("/") and not link.startswith("//")]
            self.threads |= {urlsplit(answer.url).path} if self.form("/discuss") else set()

    def send(self, form: Form, **answers: Any) -> Answer:
        """A form as somebody sends it who fills in what is empty; then the page to which it leads."""
        answer = self.ask(form.url, form.filled() | answers)
        if answer.status == 302:
            self.look(answer.leads_to)
        return answer

    def form(self, end: str) -> Form | None:
        """The form on the page whose address has this end."""
        return next((form for form in self.forms if form.url.split("?")[0].endswith(end)), None)

    def come(self) -> None:
        self.look("/sign-in")
        if self.email and (form := self.form("/sign-in")):
            self.send(form, email=self.email, password=self.password)

    def go(self) -> None:
        if form := self.form("/sign-out"):
            self.send(form)
        self.come()

    def begin(self) -> None:
        """A draft, if this is somebody who writes: the next that they save."""
        self.look("/desk/")
        if writes := [link for link in self.links if link in ("/needs/write", "/offers/write")]:
            self.look(writes[0])
        if (form := self.form("/write")) and self.send(form, title=TITLE).status == 302:
            self.draft = next((link for link in self.links if link.endswith("/edit")), "")

    def save(self) -> None:
        self.look(self.draft or "/")
        if form := self.form("/edit"):
            self.send(form, title=f"{TITLE} {self.lot.randrange(1000)}")

    def say(self) -> None:
        self.look(self.lot.choice(sorted(self.threads)) if self.threads else "/")
        if form := self.form("/discuss"):
            self.send(form, text=TEXT, language="en")

    def search(self) -> None:
        self.look(f"/search?{urlencode({'words': self.lot.choice(WORDS)})}")

    def wander(self) -> None:
        self.look(self.lot.choice(self.links) if self.links else "/")

    def act(self) -> None:
        """Something; who is nobody and who writes nothing wanders instead."""
        deeds = {self.search: SEARCHES, self.save: SAVES, self.say: SAYS, self.begin: WRITES, self.go: LEAVES}
        deeds[self.wander] = 1 - sum(deeds.values())
        self.lot.choices([*deeds], [*deeds.values()])[0]()


@contextmanager
def at_work(readers: Sequence[Reader]) -> Iterator[None]:
    """Meanwhile all of them act, each as fast as the beat lets them."""
    over = threading.Event()

    def go_on(reader: Reader) -> None:
        reader.come()
        reader.begin()
        while not over.is_set():
            reader.act()

    threads = [threading.Thread(target=go_on, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
