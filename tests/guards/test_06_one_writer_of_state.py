"""House law 6: a state is written in one function, and so is the role of a person."""

import ast
from collections.abc import Iterator

from tests.guards.house import Module, package

WRITER = ("matchmaker.services.moves", "_set_state")
TABLES_WITH_A_STATE = {
    "Need",
    "Offer",
    "Match",
    "Concept",
    "Lesson",
    "Pool",
    "Invitation",
    "Organisation",
    "Person",
    "Profile",
    "Appointment",
    "Announcement",
}
APPOINTER = ("matchmaker.services.people", "give_role")
# Where people come from, each with a first role: the demonstration, and a deed that leaves a row of the trail too.
BORN = {
    ("matchmaker.services.seeding.people", "_cast"),
    ("matchmaker.services.seeding.people", "_others"),
    ("matchmaker.services.people", "invite"),
}
SETTERS = {"setattr", "set_attribute", "__setattr__"}
BULK = {"values", "update", "insert", "execute"}


def _writes(node: ast.AST, word: str, tables: set[str]) -> Iterator[int]:
    """Lines of *node* itself that write an attribute, a keyword or a column called *word*."""
    if isinstance(node, ast.Attribute) and node.attr == word and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.lineno
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        words = {keyword.arg for keyword in node.keywords}
        texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
        if called in SETTERS | BULK and (word in words or word in texts):
            yield node.lineno
        if called in tables and word in words:
            yield node.lineno


def _own_nodes(source: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the innermost function around it."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            inner = child.name if isinstance(child, ast.FunctionDef) else function
            yield inner, child
            yield from walk(child, inner)

    yield from walk(source.tree, "")


def _found(word: str, tables: set[str]) -> set[tuple[str, str, int]]:
    """(module, function, line) of everything that writes *word*."""
    return {
        (source.name, function, line)
        for source in package()
        for function, node in _own_nodes(source)
        for line in _writes(node, word, tables)
    }


def test_a_state_is_written_in_one_function() -> None:
    """Sabotaged in services/needs.py: `need.state = …`, `setattr(need, "state", …)`,
    `update(Need).values(state=…)` and `Need(state=…)`.
    """
    found = _found("state", TABLES_WITH_A_STATE)
    assert {(name, function) for name, function, _ in found} == {WRITER}, sorted(found)
    assert len(found) == 1


def test_a_role_is_written_in_one_function() -> None:
    """Nobody comes to another role but by the deed that leaves a row of the trail.

    Sabotaged in services/needs.py: `by.role = …`, `update(Person).values(role=…)` and `Person(role=…)`.
    """
    found = _found("role", {"Person"})
    assert {(name, function) for name, function, _ in found} == {APPOINTER, *BORN}, sorted(found)
    assert len(found) == 1 + len(BORN)
