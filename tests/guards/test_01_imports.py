"""House law 1: imports follow the picture, hidden ones too."""

import sys

from tests.guards.house import Import, imports, package

# First name under matchmaker/ -> its room.
ROOMS = {
    "vocabulary": "words",
    "letter_words": "words",
    "people_words": "words",
    "outcomes": "words",
    "file_words": "words",
    "lists": "words",
    "actions": "words",
    "reference": "words",
    "wording": "words",
    "labels": "words",
    "errors": "words",
    "clock": "words",
    "folding": "words",
    "chain": "words",
    "settings": "settings",
    "database": "database",
    "schema": "database",
    "sealing": "sealing",
    "journal": "journal",
    "policy": "policy",
    "rules": "policy",
    "file_rules": "policy",
    "filing": "filing",
    "workflow": "workflow",
    "engine": "engine",
    "models": "models",
    "queries": "queries",
    "services": "services",
    "postman": "postman",
    "jobs": "jobs",
    "worker": "jobs",
    "clocks": "jobs",
    "web": "web",
    "cli": "doors",
    "commands": "doors",
    "__main__": "doors",
}
# Room -> the rooms below it that it may enter. What is not written is forbidden.
MAY_ENTER = {
    "words": set(),
    "settings": set(),
    "database": set(),
    "sealing": set(),
    "journal": set(),
    "policy": {"words"},
    "workflow": {"words"},
    "engine": {"words"},
    "models": {"words"},
    "filing": {"words", "settings"},
    "queries": {"words", "models", "policy"},
    "services": {"words", "models", "policy", "workflow", "engine", "queries", "filing"},
    "postman": {"words", "settings", "database", "models", "queries", "services"},
    "jobs": {"words", "settings", "database", "models", "queries", "services", "postman", "filing"},
    "web": {"words", "settings", "database", "models", "policy", "queries", "services", "jobs", "filing"},
    "doors": {
        "words",
        "settings",
        "database",
        "sealing",
        "journal",
        "models",
        "engine",
        "queries",
        "services",
        "jobs",
        "filing",
        "web",
    },
}
SQL = {"sqlalchemy", "sqlmodel"}
FLASK = {
    "flask",
    "flask_babel",
    "flask_login",
    "flask_security",
    "flask_wtf",
    "werkzeug",
    "wtforms",
    "markupsafe",
}
# Room -> the packages of others that it may use: HTTP lives in web, SQL where tables are read and written.
MAY_USE = {
    "words": {"babel", "holidays"},
    "settings": set(),
    "database": {*SQL, "alembic", "pydantic"},
    "sealing": {"cryptography"},
    "journal": {"structlog"},
    "policy": set(),
    "workflow": set(),
    "engine": {"numpy", "numba", "scipy", "sklearn", "sparse_dot_topn", "Stemmer"},
    "models": SQL,
    "filing": {"obstore"},
    "queries": SQL,
    "services": {
        *SQL,
        "argon2",
        "cryptography",
        "itsdangerous",
        "passlib",
        "pydantic",
        "pydantic_core",
        "rdflib",
        "webauthn",
        "zxcvbn",
    },
    "postman": {*SQL, "structlog"},
    "jobs": {*SQL, "huey", "structlog"},
    "web": {
        *SQL,
        *FLASK,
        "authlib",
        "babel",
        "joserfc",
        "pydantic",
        "requests",
        "segno",
        "structlog",
    },
    "doors": {*SQL, *FLASK, "argon2", "authlib", "click", "obstore", "pydantic", "structlog", "waitress"},
}
# The exceptions, each with its reason.
EXCEPTIONS = {
    ("matchmaker.models.person", "flask_security"),  # docs/adr/0005: Flask-Security asks for its UserMixin
}
# Slow packages, and so what may be imported where it is first used.
SLOW = {"holidays", "authlib", "obstore", "rdflib", "scipy", "sklearn", "sparse_dot_topn"}
# Modules of ours that need such a package, or one that may be missing, from their first line on.
LATE = {
    "matchmaker.engine.finding.parallel",
    "matchmaker.engine.finding.product",
    "matchmaker.filing.bucket",
    "matchmaker.web.views.identities",
}


def room(name: str) -> str | None:
    """The room of a dotted name of ours; None for the packages of others."""
    parts = name.split(".")
    if parts[0] == "wsgi":
        return "doors"
    if parts[0] != "matchmaker" or len(parts) == 1:
        return None
    return ROOMS.get(parts[1], f"a room that is not on the plan: {name}")


def is_allowed(each: Import) -> bool:
    here, there = room(each.source.name), room(each.target)
    top = each.target.split(".")[0]
    if each.target.startswith(".") or (each.hidden and top not in SLOW and each.target not in LATE):
        return False
    if (each.source.name, top) in EXCEPTIONS or here is None or here == there:
        return True
    if there is None:
        return top in sys.stdlib_module_names or top in {"matchmaker", *MAY_USE[here]}
    return there in MAY_ENTER[here]


def test_every_module_stands_in_a_room_of_the_plan() -> None:
    """Sabotaged: a module matchmaker/utils.py."""
    top = {each.name.split(".")[1] for each in package() if each.name.startswith("matchmaker.")}
    assert top - ROOMS.keys() == set()


def test_imports_point_down_only() -> None:
    """Sabotaged: `import flask` in policy.py, `from matchmaker.engine.offers import index` in web/app.py,
    `from . import app` in web/access.py, the services imported inside a function of queries/needs.py.
    """
    refused = [
        f"{source.place}:{each.line} may not import {each.target}"
        for source in package()
        for each in imports(source)
        if not is_allowed(each)
    ]
    assert not refused, "\n".join(refused)


def test_nothing_is_imported_by_its_name_as_text() -> None:
    """Sabotaged: `importlib.import_module("flask")` in policy.py; `__import__("flask")` too."""
    found = [
        source.place for source in package() if "importlib" in source.text or "__import__" in source.text
    ]
    assert not found, "\n".join(found)
