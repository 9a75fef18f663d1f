"""Guard 17: no pattern works for long, whatever is typed. One whose work grows with the square stops the portal."""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from time import thread_time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.guards.house import Module, imports, package

LENGTH = 50_000  # characters or bytes
LIMIT_S = (
    0.25  # of processor time. The slowest needs a tenth, one whose work grows with the square many seconds.
)
ENDS = ("", "!\n")
USERS = {source.place: source for source in package() if any(each.target == "re" for each in imports(source))}


def patterns(source: Module) -> list[re.Pattern]:
    return [*_kept(source), *_written(source)]


def _kept(source: Module) -> Iterator[re.Pattern]:
    """Those under a name of the module, alone or in a table."""
    for value in vars(importlib.import_module(source.name)).values():
        values = value.values() if isinstance(value, Mapping) else [value]
        yield from (each for each in values if isinstance(each, re.Pattern))


def _written(source: Module) -> Iterator[re.Pattern]:
    """Those written where they are used."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=text), *_]):
                yield re.compile(text)


@pytest.mark.proves("S42")
@pytest.mark.parametrize("place", USERS)
def test_no_text_keeps_a_pattern_busy(place: str) -> None:
    """A text is what the pattern looks for or begins with, again and again, and then what it does not expect."""
    for pattern in patterns(USERS[place]):
        _attack(pattern)


def _attack(pattern: re.Pattern) -> None:
    @settings(
        max_examples=6,
        phases=[Phase.generate],  # a smaller text that takes too long would take minutes to find
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(pattern))
    def attack(wanted: str | bytes) -> None:
        beginnings = {wanted[:end] for end in range(1, 24)}
        for piece in beginnings | {wanted[at : at + 1] for at in range(24)}:
            for end in ENDS if piece else ():
                text = piece * (LENGTH // len(piece))
                _look(pattern, text + (end.encode() if isinstance(text, bytes) else end))

    attack()


def _look(pattern: re.Pattern, text: str | bytes) -> None:
    for look in (pattern.search, pattern.fullmatch, pattern.findall):
        before = thread_time()
        look(text)
        assert thread_time() - before < LIMIT_S, (pattern.pattern, text[:40])


def test_there_are_patterns_to_try() -> None:
    assert len([pattern for source in USERS.values() for pattern in patterns(source)]) > 50
