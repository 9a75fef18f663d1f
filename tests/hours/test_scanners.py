"""Programs that attack a portal find nothing in ours, signed in as each of its people."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.hours.described import description, requests
from tests.hours.scanners import ROOT, Target, installed, run, target
from tests.web.houses import READERS

EXAMPLES = 6  # of what might be sent to one route
CRAWL_S, ATTACK_S = 120, 30  # for one person, and for each kind of attack
RULES = Path(__file__).with_name("rules.yml")
BROKEN = """
redirect(request.args["next"])
Path("letters", request.form["ref"])
Markup(request.form["title"])
log.warning("odd", title=request.form["title"])
answer.headers["Link"] = request.args["link"]
token == "0000"
random.choice(letters)
try: answer()
except Exception: pass
"""
MODULES = (
    "cookieflags,csp,crlf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,sql,upload,xss"
)
EXPLAINED = (
    "X-Frame-Options is not set",  # the newer frame-ancestors is, in the Content-Security-Policy
    "Secure flag is not set",  # here there is no TLS; S29 is tried elsewhere
)
NOT_PRESSED = ("/sign-in", "/sign-out", "/my-visits/*", "/language/*", "/tour/*")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    url = databases.new_database(databases.start_postgres(), "scanned")
    with target(url, tmp_path_factory.mktemp("var")) as opened:
        yield opened


@pytest.mark.proves("R36")
@pytest.mark.parametrize("who", READERS)
def test_schemathesis_makes_nothing_fail(portal: Target, tmp_path: Path, who: str) -> None:
    told, cookie = tmp_path / "portal.json", portal.cookie(who)
    told.write_text(json.dumps(description(portal.house, who)), encoding="utf-8")
    portal.failures.clear()
    settings = ("--phases=fuzzing", f"--max-examples={EXAMPLES}", "--checks=not_a_server_error", "--no-color")
    head = (f"--header=Cookie: {cookie}", f"--url={portal.address}", "--continue-on-failure")
    said = run(installed("schemathesis") / "schemathesis", "run", told, *settings, *head)
    print(said[-400:], portal.statuses)
    assert portal.failures == []
    assert re.search(r"\b(\d{3,}) generated, \1 passed", said)
    assert portal.knows(who, cookie)


@pytest.mark.parametrize("who", ["amina", "carla", "dao", "hiba"])
def test_wapiti_finds_nothing(portal: Target, tmp_path: Path, who: str) -> None:
    portal.failures.clear()
    file, cookie = tmp_path / "told.json", portal.cookie(who)
    where = ("-u", f"{portal.address}/", "--cookie-value", cookie, "--store-session", tmp_path)
    apart = [part for address in NOT_PRESSED for part in ("-x", f"{portal.address}{address}")]
    short = ("--max-scan-time", CRAWL_S, "--max-attack-time", ATTACK_S, "-d", 4, "--drop-set-cookie")
    said = run(
        installed("wapiti3") / "wapiti", *where, *apart, *short, "-m", MODULES, "-f", "json", "-o", file
    )
    found = json.loads(file.read_text(encoding="utf-8"))
    print(said[-400:], found["infos"], portal.statuses)
    assert portal.failures == []
    told = [one for each in found["vulnerabilities"].values() for one in each]
    assert [one for one in told if not one["info"].startswith(EXPLAINED)] == []
    assert found["infos"]["crawled_pages_nbr"] > 50
    assert portal.knows(who, cookie)


def test_sqlmap_gets_nothing_into_a_statement(portal: Target, tmp_path: Path) -> None:
    portal.failures.clear()
    asked = tmp_path / "asked.txt"
    asked.write_text("".join(requests(portal)), encoding="utf-8")
    much = ("--level=1", "--risk=1", "--technique=BEU", "--threads=4", "--skip=csrf_token")
    how = ("--batch", "--disable-coloring", f"--output-dir={tmp_path}")
    said = run(installed("sqlmap") / "sqlmap", "-l", asked, *much, *how)
    tried = re.findall(r"parameter '(\w[^']*)' does not seem to be injectable", said)
    print(said[-600:], len(tried), portal.statuses)
    assert "is vulnerable" not in said
    assert "injection point" not in said
    assert portal.failures == []
    assert len(tried) > 100


def found_by_semgrep(*places: Path) -> list[str]:
    how = ("--metrics=off", "--disable-version-check", "--no-git-ignore", "--jobs=1", "--quiet", "--json")
    semgrep = installed("semgrep") / "semgrep"
    told = json.loads(run(semgrep, "scan", f"--config={RULES}", *how, *places, errors=False))
    assert told["errors"] == []
    return [
        f"{each['path']}:{each['start']['line']} {each['check_id'].split('.')[-1]}"
        for each in told["results"]
    ]


@pytest.mark.proves("S66")
def test_semgrep_finds_nothing() -> None:
    assert found_by_semgrep(ROOT / "matchmaker") == []


@pytest.mark.proves("S66")
def test_each_rule_of_semgrep_bites(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    rules = re.findall(r"- id: (\S+)", RULES.read_text(encoding="utf-8"))
    assert sorted(each.split()[1] for each in found_by_semgrep(tmp_path)) == sorted(rules)
