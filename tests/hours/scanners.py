"""Programs that attack a portal, each installed in an environment of its own: they would change ours."""

import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browsing import served
from tests.web.houses import House, open_house
from tests.web.unlimited import without_limits

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "var" / "scanners"  # kept from one run to the next
SCANNERS = {"schemathesis": "4.32.5", "sqlmap": "1.10.10", "wapiti3": "3.2.3", "semgrep": "1.182.0"}


def installed(name: str) -> Path:
    """The folder of the programs of scanner *name*."""
    version, folder = SCANNERS[name], FOLDER / name
    if not (folder / version).exists():
        venv.create(folder, with_pip=True, clear=True)
        run(folder / "bin" / "python", "-m", "pip", "install", "-q", f"{name}=={version}", check=True)
        (folder / version).touch()
    return folder / "bin"


def run(*command: object, check: bool = False, errors: bool = True) -> str:
    """What *command* says; without *errors*, on standard output alone."""
    done = subprocess.run([*map(str, command)], capture_output=True, check=check, text=True, cwd=FOLDER)  # noqa: S603  # our own command
    return done.stdout + done.stderr * errors


@dataclass
class Target:
    """A portal that is lived in, at a door of this machine; `failures` are answers that are its own fault."""

    house: House
    address: str
    failures: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def cookie(self, who: str) -> str:
        """Of a browser in which *who* is signed in."""
        browser = self.house.new_browser(who)
        browser.get("/")
        return f"session={browser.get_cookie('session').value}"

    def knows(self, who: str, cookie: str) -> bool:
        """Whether whoever sends *cookie* is still signed in; a visitor is nobody in any case."""
        browser = self.house.app.test_client(use_cookies=False)
        return browser.get("/my-account/", headers={"Cookie": cookie}).status_code == (
            302 if who == "eve" else 200
        )


@contextmanager
def target(url: str, var: Path) -> Iterator[Target]:
    with without_limits(), open_house(url, var) as house, served(house.app) as address:
        found = Target(house, address)
        house.app.wsgi_app = _watched(house.app.wsgi_app, found)
        yield found


def _watched(app: Any, found: Target) -> Any:
    """*app*, each of whose answers is counted: no scanner is believed that nothing failed."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        def begin(status: str, *more: Any) -> Any:
            code = int(status[:3])
            found.statuses[code] = found.statuses.get(code, 0) + 1
            if code >= 500:
                found.failures.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {status}")
            return start(status, *more)

        return app(environ, begin)

    return answer
