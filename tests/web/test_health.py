"""What machines are told, and those who find a hole; and that there is nothing else to be found."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from matchmaker.clock import now
from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from matchmaker.web.session import Portal
from tests import databases
from tests.cast import Cast
from tests.web.conftest import Client

# What is left lying about elsewhere, and what scanners ask for first.
STEMS = (
    "admin administrator wp-admin wp-login.php phpmyadmin phpinfo.php server-status server-info "
    "manager/html console debug debug/pprof actuator actuator/env actuator/health metrics health status "
    "ping version info config config.json settings.py env .env .env.local .env.production .git "
    ".git/HEAD .git/config .gitignore .svn/entries .hg .DS_Store .htaccess .htpasswd .ssh/id_rsa "
    ".aws/credentials .dockerenv Dockerfile docker-compose.yml package.json package-lock.json "
    "requirements.txt pyproject.toml wsgi.py app.py manage.py setup.py run check Makefile README.md "
    "CHANGELOG.md LICENSE SECURITY.md CONTRIBUTING.md migrations seed tests docs tools matchmaker "
    "matchmaker/settings.py var var/secret var/matchmaker.sqlite var/calls.sqlite matchmaker.sqlite "
    "db.sqlite3 database.sqlite dump.sql backup backup.zip backup.tar.gz backup.sql old test tmp temp "
    "upload uploads files download shell.php cmd.php cgi-bin cgi-bin/test.cgi xmlrpc.php api api/v1 "
    "api/users graphql graphiql swagger swagger.json swagger-ui.html openapi.json openapi redoc apidocs "
    "api-docs docs.html trace.axd elmah.axd web.config WEB-INF/web.xml crossdomain.xml "
    "clientaccesspolicy.xml autodiscover/autodiscover.xml owa ecp solr jenkins hudson nagios cacti login "
    "signin register reset verify confirm change tf-setup wan-register mf-recovery-codes us-signin "
    "two-factor users user users/1 people/1 needs/1 offers/1 matches/1 letters/1 needs/1/edit "
    "organisations/1 session sessions token oauth oauth/token .well-known "
    ".well-known/openid-configuration .well-known/jwks.json .well-known/acme __debug__ _debug_toolbar "
    "__debugger__ werkzeug _profiler static static/ static/.. static/../app.py static/%2e%2e/app.py "
    "static/..%2fapp.py static/style.css.map static/page.js.map templates templates/base.html "
    "translations translations/fr/LC_MESSAGES/messages.po favicon.ico.bak index.php index.asp index.jsp "
    "default.aspx home.php main.php config.php config.yml config.yaml secrets.yml credentials "
    "credentials.json id_rsa server.key private.key cert.pem ssl.key localhost.key log logs error.log "
    "access.log debug.log app.log core heapdump jolokia jmx-console invoker/JMXInvokerServlet struts "
    "axis2 telescope horizon nova vendor node_modules bower_components composer.json Gemfile Procfile k8s "
    "kubernetes terraform.tfstate .terraform .vscode/sftp.json .idea/workspace.xml .bash_history .profile "
    ".npmrc .pypirc robots.txt.bak sitemap.xml.gz print export backup/restore "
)


@pytest.mark.proves("S67")
def test_nothing_lies_about(app: Portal, client: Client) -> None:
    browser = client()
    paths = [f"/{stem}" for stem in STEMS.split()]
    found = {path: status for path in paths if (status := browser.get(path).status_code) != 404}
    assert found == {}
    assert len(paths) > 200


@pytest.mark.proves("S67")
def test_health_says_that_it_lives_and_is_ready_and_nothing_else(client: Client) -> None:
    browser = client()
    told = {path: browser.get(path) for path in ("/healthz", "/readyz")}
    assert {path: (answer.status_code, answer.text) for path, answer in told.items()} == {
        "/healthz": (200, "alive\n"),
        "/readyz": (200, "ready\n"),
    }
    assert {answer.headers["Cache-Control"] for answer in told.values()} == {"no-store"}


@pytest.mark.proves("S67")
def test_no_other_method_is_answered(app: Portal, client: Client) -> None:
    browser = client()
    for method in ("TRACE", "TRACK", "CONNECT", "DEBUG", "PUT", "DELETE", "PATCH", "POST"):
        assert browser.open("/healthz", method=method).status_code == 405
    taken = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert taken == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.proves("R25")
@pytest.mark.parametrize("stands", ["0001", "9999"])
def test_a_portal_whose_database_was_changed_meanwhile_is_not_ready(
    client: Client, engine: sa.Engine, stands: str
) -> None:
    with databases.standing_at(engine, stands):
        answer = client().get("/readyz")
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "not ready\n", "30")


@pytest.mark.proves("S69")
def test_whoever_finds_a_hole_reads_to_whom_to_write(settings: Settings) -> None:
    portal = create_app(replace(settings, contact="help@example.org", base_url="https://portal.example.org"))
    browser = portal.test_client()
    answer = browser.get("/.well-known/security.txt", headers={"Host": "portal.example.org"})
    assert answer.mimetype == "text/plain"
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    expires = datetime.fromisoformat(told.pop("Expires"))
    assert timedelta(days=100) < expires - now() < timedelta(days=365)
    assert told == {
        "Contact": "mailto:help@example.org",
        "Preferred-Languages": "en, fr, es, ru, ar, zh",
        "Canonical": "https://portal.example.org/.well-known/security.txt",
    }


def test_a_portal_without_an_address_promises_nothing(client: Client) -> None:
    assert client().get("/.well-known/security.txt").status_code == 404


def test_what_is_the_same_for_everybody_asks_nobody_who_reads(
    app: Portal, client: Client, cast: Cast
) -> None:
    """Health is told, and a page of an error has its style, while the database that knows people is away."""
    browser = client(cast.amina)
    asked: list[str] = []
    sa.event.listen(
        app.extensions["engine"], "before_cursor_execute", lambda c, k, sql, *more: asked.append(sql)
    )
    assert [browser.get(path, buffered=True).status_code for path in ("/healthz", "/static/style.css")] == [
        200,
        200,
    ]
    assert asked == []
