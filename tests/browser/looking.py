"""Looking at a page as it stands in a browser: everything that is wrong with it, in sentences."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from matchmaker.web.session import Portal
from tests.browsing import AXE, RULES

DESK, PHONE = WIDTHS = (1280, 360)
HEIGHT = 900
RIGHT_TO_LEFT = {"ar"}
# Chromium says this of the page itself when its status is an error; said of anything else it is a complaint.
FAILED = "Failed to load resource: the server responded with a status of"

# The page as a table of facts; run before axe, which leaves nothing behind but comes with a script of its own.
FACTS = """() => {
  const all = [...document.querySelectorAll("*")];
  const named = all.map((one) => one.id).filter((id) => id);
  return {
    language: document.documentElement.lang,
    direction: document.documentElement.dir,
    headings: document.querySelectorAll("h1").length,
    inline: all.filter((one) => one.matches("style, [style], script:not([src])")
      || [...one.attributes].some(({name, value}) => name.startsWith("on") || /^\\s*javascript:/i.test(value)))
      .map((one) => one.outerHTML.slice(0, 80)),
    twice: named.filter((id, i) => named.indexOf(id) !== i),
  };
}"""
# How far the page is wider than the window, and by what.
OVERFLOW = """() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return "";
  const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > window.innerWidth + 1 || box.left < -1;
  });
  return `${over} px too wide: ${wide.slice(-1).map((one) => one.outerHTML.slice(0, 120))}`;
}"""
# axe, on what is new to it: parts that are built like parts it has seen, in a place like theirs, are left out.
# Returns [violations, the new builds], or null where axe has to be brought first.
AXE_ON_NEW = """([rules, known]) => {
  const TOLD = ["class", "type", "role", "dir", "open", "hidden", "disabled", "aria-invalid", "aria-current", "aria-hidden"];
  const seen = new Set(known), fresh = [], like = [];
  const hash = (text) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 7);
  const built = (one) => one.tagName + TOLD.map((name) => one.getAttribute(name) ?? "-").join() + (one.textContent.trim() ? "t" : "")
    + one.getAttributeNames().join() + "(" + [...new Set([...one.children].map(built))].join() + ")";
  const sort = (one, place) => {
    const build = hash(place + built(one));
    if (seen.has(build)) return void like.push(one);
    seen.add(build);
    fresh.push(build);
    for (const child of one.children) sort(child, place + ">" + one.tagName + "." + one.className);
  };
  for (const child of document.body.children) sort(child, "");
  if (!fresh.length) return [[], []];
  if (!("axe" in window)) return null;
  return axe.run({exclude: like}, {runOnly: rules, resultTypes: ["violations"], preload: false}).then((found) => [
    found.violations.map((one) => `${one.id} at ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`),
    fresh,
  ]);
}"""


@dataclass
class Looker:
    """Somebody who looks at pages, with their browser. `complaints`: all that was wrong so far."""

    address: str
    page: Page
    who: str
    language: str
    known: dict[int, set[int]]  # at which width axe has seen what
    complaints: list[str] = field(default_factory=list)
    name: str = "at first"
    _errors: list[tuple[str, str]] = field(default_factory=list)  # (text, address) of console errors
    _refused: list[tuple[str, str]] = field(default_factory=list)  # what Chromium will say of pages of ours

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complain(f"the script failed: {error}"))
        self.page.on("response", self._note)
        self.page.context.on("request", lambda request: self._must_be_ours(request.url))

    def complain(self, what: str) -> None:
        self.complaints.append(f"{self.name}, {self.who}, {self.language}: {what}")

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._errors.append((said.text, said.location["url"]))

    def _note(self, response: Response) -> None:
        """An error page logs one line of its own; whoever asked for the page checks its status."""
        if response.status >= 400 and response.request.is_navigation_request():
            self._refused.append((f"{FAILED} {response.status}", response.url))

    def _must_be_ours(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complain(f"a request to another host: {url}")

    def _hear_out(self) -> None:
        """Complain of what the console said, but for the one line of each error page that was asked for."""
        for text, url in self._errors:
            own = next((one for one in self._refused if text.startswith(one[0]) and url == one[1]), None)
            if own:
                self._refused.remove(own)
            else:
                self.complain(f"the console says: {text} ({url})")
        self._errors.clear()

    def goto(self, path: str, *, name: str, status: int = 200) -> None:
        self.name = name
        answer = self.page.goto(self.address + path)
        if answer is None or answer.status != status:
            self.complain(f"answers {answer and answer.status}, not {status}")

    def look(self, *, axe_at: tuple[int, ...] = WIDTHS) -> None:
        """Complain of everything that is wrong with the page as it stands, from the width it has to the other."""
        self.check()
        here = self.page.viewport_size["width"]
        for width in sorted(WIDTHS, key=lambda width: width != here):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if over := self.page.evaluate(OVERFLOW):
                self.complain(f"{width} px: {over}")
            if width in axe_at:
                self._ask_axe(width)

    def check(self) -> None:
        """Complain of what a look at the source and at the console tells."""
        facts = self.page.evaluate(FACTS)
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        right = {"language": self.language, "direction": direction, "headings": 1, "inline": [], "twice": []}
        for what in right:
            if facts[what] != right[what]:
                self.complain(f"{what} is {facts[what]}, not {right[what]}")
        self._hear_out()

    def _ask_axe(self, width: int) -> None:
        known = self.known.setdefault(width, set())
        found = self.page.evaluate(AXE_ON_NEW, [RULES, list(known)])
        if found is None:
            self.page.evaluate(AXE)
            found = self.page.evaluate(AXE_ON_NEW, [RULES, list(known)])
        violations, fresh = found
        known.update(fresh)
        for violation in violations:
            self.complain(f"{width} px: axe finds {violation}")


def let_sign_in(context: BrowserContext, app: Portal, address: str, key: str | None, language: str) -> None:
    """Give *context* the cookie of a reader who chose *language*, signed in under *key* if there is one."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["language"] = language
        if key is not None:
            cookie["_user_id"], cookie["_fresh"] = key, True
    kept = client.get_cookie("session")
    assert kept is not None
    context.add_cookies([{"name": "session", "value": kept.value, "url": address}])
