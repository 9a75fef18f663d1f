"""Addresses of our own files, named after their content so that they may be kept for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"


@cache
def fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    return url_for("static", filename=name, v=fingerprint(name))


def init(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
