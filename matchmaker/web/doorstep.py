"""Under which name the portal answers, and whose word it takes about who calls (docs/operations.md)."""

import re
from urllib.parse import urlsplit

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker.errors import BadInput
from matchmaker.settings import Settings
from matchmaker.wording import say

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
PORT = re.compile(r":\d*$")


def names(settings: Settings) -> frozenset[str]:
    """Every name of the host. This machine has several; the world knows a portal by one."""
    name = urlsplit(settings.base_url).hostname or ""
    return THIS_MACHINE if name in THIS_MACHINE else frozenset({name})


def init(app: Flask, settings: Settings) -> None:
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]  # as Flask's manual does it
    ours = names(settings)

    @app.before_request
    def check() -> None:
        if request.endpoint == "static" or request.blueprint == "health":
            # The same for everybody: the database is not asked who reads, for it may be away.
            g._login_user = app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # Flask-Login's
        if settings.demo or request.blueprint == "health":
            return  # a demonstration is shown through tunnels; a machine is asked by its number
        if PORT.sub("", request.host).strip("[]").lower() not in ours:
            raise BadInput(say("This address does not lead here."))
