"""House law 8: each page template has its view, and each view's template exists."""

import ast
import re

from werkzeug.routing import Rule

from tests.guards.house import PACKAGE, package

TEMPLATES = PACKAGE / "web" / "templates"
VIEWS = "matchmaker.web.views."
REFERS = re.compile(r"""{%-?\s*(?:include|import|from|extends)\s+["']([^"']+)["']""")
# What is given out as a file has no page, nor has what leads elsewhere.
FILES = {"attachments/show.html", "identities/seek.html"}
# Flask-Security renders its own names; the error page belongs to errors.py.
NOT_OF_A_VIEW = {"security/login_user.html", "errors/show.html"}


def kept() -> set[str]:
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}


def rendered() -> dict[str, set[str]]:
    """Template -> the modules that render it by name."""
    found: dict[str, set[str]] = {}
    for source in package():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
                name = node.args[0]
                assert isinstance(name, ast.Constant), (
                    f"{source.place}:{node.lineno} renders what it computes"
                )
                found.setdefault(name.value, set()).add(source.name)
    return found


def referred() -> set[str]:
    """Templates that other templates include, import or extend."""
    return {name for path in TEMPLATES.rglob("*.html") for name in REFERS.findall(path.read_text())}


def test_every_template_that_a_view_renders_exists() -> None:
    """Sabotaged: matches/queue.html renamed."""
    assert set(rendered()) | referred() <= kept()


def test_every_template_is_used() -> None:
    """Sabotaged: a page that nobody renders."""
    assert kept() - set(rendered()) - referred() - NOT_OF_A_VIEW == set()


def test_a_page_lies_in_the_folder_of_the_view_that_renders_it() -> None:
    """Sabotaged: views/offers.py renders needs/show.html."""
    wrong = {
        (template, module)
        for template, modules in rendered().items()
        for module in modules
        if template not in NOT_OF_A_VIEW and module != VIEWS + template.split("/")[0]
    }
    assert wrong == set()


def test_every_page_that_is_read_has_a_template_of_its_name(rules: list[Rule]) -> None:
    """views/needs.show renders needs/show.html. Sabotaged: it renders needs/detail.html."""
    pages = {rule.endpoint.replace(".", "/") + ".html" for rule in rules if "GET" in (rule.methods or ())}
    # Writing, editing and writing another like it are one form.
    pages = {
        page.replace("/write.html", "/edit.html") for page in pages if not page.endswith("_sheets/copy.html")
    }
    assert pages - kept() == FILES
