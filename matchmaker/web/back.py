"""The way back to the page from which a form was sent; never to another site."""

from urllib.parse import urlsplit

from flask import request, url_for


def page_before(default: str = "/") -> str:
    """The address in the hidden field `back`, if it is one of this portal; else *default*."""
    back = request.form.get("back", "")
    # Browsers read "\\" as "/", and "//" begins the name of another site.
    ours = back.startswith("/") and not back.replace("\\", "/").startswith("//") and back.isprintable()
    return back if ours else default


def list_before(endpoint: str) -> str:
    """The same, if it is a page of the list *endpoint*; empty for every other way here."""
    back = page_before("")
    return back if urlsplit(back).path == url_for(endpoint) else ""
