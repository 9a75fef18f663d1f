"""The house as the guards see it: every Python file of the project, read once and never run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "matchmaker"


@dataclass(frozen=True)
class Module:
    """One file: *name* as it is imported, *place* relative to the root for messages."""

    name: str
    path: Path

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return Module(".".join(part for part in parts if part != "__init__"), path)


@cache
def package() -> tuple[Module, ...]:
    """The modules of matchmaker/ and wsgi.py, by name."""
    files = [*PACKAGE.rglob("*.py"), *ROOT.glob("*.py")]
    return tuple(sorted((module(path) for path in files), key=lambda each: each.name))


@cache
def every_python_file() -> tuple[Module, ...]:
    """Those, and tests, migrations and tools."""
    folders = [ROOT / name for name in ("matchmaker", "migrations", "tests", "tools")]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return tuple(module(path) for path in sorted([*files, *ROOT.glob("*.py")]))


@dataclass(frozen=True)
class Import:
    """*target* is the dotted name that is imported; *hidden* if it stands inside a function."""

    source: Module
    target: str
    hidden: bool
    line: int


def imports(source: Module) -> Iterator[Import]:
    """Every import of *source*, wherever it stands; `from a import b` counts as a.b if that is a module."""
    inside = {
        node
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(source, name.name, node in inside, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            for name in node.names:
                whole = f"{start}.{name.name}"
                yield Import(source, whole if _is_module(whole) else start, node in inside, node.lineno)


def _is_module(dotted: str) -> bool:
    path = ROOT / Path(*dotted.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def functions(source: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
