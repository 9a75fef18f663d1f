"""House law 16: what somebody sent is never run, nor trusted as HTML or SQL; and no other host is asked."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.guards.house import PACKAGE, ROOT, Module, imports, package

# Each place with what it may do there that nobody else may, and why.
RUNS = {
    ("matchmaker/commands/working.py", "subprocess"),  # our own command, without a word of anybody
    ("matchmaker/engine/measuring/afresh.py", "subprocess"),  # the same, to measure a start
}
ASKS = {
    ("matchmaker/commands/serving.py", "socket"),  # listens
    ("matchmaker/filing/scanner.py", "socket"),  # the scanner of this machine, by a file
    ("matchmaker/web/accounts/provider.py", "requests"),  # of identities, where the settings name one
    ("matchmaker/filing/bucket.py", "obstore"),  # the store of files, where the settings name one
    ("matchmaker/commands/preflight.py", "obstore"),  # is it there?
    ("matchmaker/postman/carriers.py", "smtplib"),
    ("matchmaker/postman/carriers.py", "ssl"),
}
TRUSTS = {
    ("matchmaker/web/back.py", "Markup"),  # a fixed pattern, into which values are escaped
    ("matchmaker/web/views/needs.py", "Markup"),  # a template of ours
    ("matchmaker/web/views/offers.py", "Markup"),
    ("matchmaker/web/templates/help/contact.html", "safe"),  # a setting, which is an address or nothing
}
RUNNING = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "yaml",
    "code",
    "runpy",
    "subprocess",
    "ctypes",
}
ASKING = {
    "socket",
    "ssl",
    "smtplib",
    "ftplib",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "asyncio",
    "xmlrpc",
    "obstore",
}
BARE_CALLS = {"eval", "exec", "compile", "__import__"}  # Python's own; others have methods of these names
CALLS = {"render_template_string", "from_string", "system", "popen"}
SQL_CALLS = {"text", "exec_driver_sql", "literal_column", "DDL"}
SAFE = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")


def called(source: Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call by its name: `eval`, and `.system` where it belongs to something."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}", node


def imported(names: set[str]) -> set[tuple[str, str]]:
    """(place, name) of every import of one of *names*, or of something in it."""
    return {
        (source.place, name)
        for source in package()
        for each in imports(source)
        for name in names
        if f"{each.target}.".startswith(f"{name}.")
    }


@pytest.mark.proves("S41")
def test_nothing_is_run_that_was_not_written_here() -> None:
    """Sabotaged: `import pickle`, `eval(text)` and `flask.render_template_string(text)` in a view."""
    assert imported(RUNNING) - RUNS == set()
    found = [
        f"{source.place}:{node.lineno} {name}"
        for source in package()
        for name, node in called(source)
        if name in BARE_CALLS or name.lstrip(".") in CALLS
    ]
    assert found == []


@pytest.mark.proves("S45")
def test_no_other_host_is_asked_but_those_that_the_settings_name() -> None:
    """Sabotaged: `import urllib.request` in a service."""
    assert imported(ASKING) - ASKS == set()


@pytest.mark.proves("S40")
def test_no_statement_is_put_together_from_words() -> None:
    """Sabotaged: `text(f"SELECT {name}")` in a query. PRAGMA takes no parameters: database.py has constants."""
    found = [
        f"{source.place}:{node.lineno}"
        for source in package()
        for name, node in called(source)
        if name.lstrip(".") in SQL_CALLS
        and node.args
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(node.args[0]))
    ]
    assert found == []


@pytest.mark.proves("S33")
def test_what_is_taken_for_html_stands_on_a_list() -> None:
    """Sabotaged: `{{ need.title | safe }}`."""
    found = {
        (str(path.relative_to(ROOT)), "safe" if path.suffix == ".html" else "Markup")
        for path in PACKAGE.rglob("*")
        if path.suffix in {".html", ".py"} and SAFE.search(path.read_text(encoding="utf-8"))
    }
    assert found - TRUSTS == set()
