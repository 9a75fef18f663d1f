"""The way back to the page from which a form was sent, or to the one asked for; never to another site."""

from urllib.parse import urlsplit

from flask import request, url_for


def is_ours(address: str) -> bool:
    """Whether *address* is a page of this portal: browsers read "\\" as "/", and "//" begins another site."""
    return (
        address.startswith("/") and not address.replace("\\", "/").startswith("//") and address.isprintable()
    )


def page_before(default: str = "/") -> str:
    """The address in the hidden field `back`, if it is one of this portal; else *default*."""
    back = request.form.get("back", "")
    return back if is_ours(back) else default


def page_wanted() -> str:
    """The page that somebody asked for before they had to sign in, if it is one of this portal; else their desk."""
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else url_for("desk.show")


def list_before(endpoint: str) -> str:
    """The same, if it is a page of the list *endpoint*; empty for every other way here."""
    back = page_before("")
    return back if urlsplit(back).path == url_for(endpoint) else ""


def way_in() -> str:
    """Where signing in leads to: the page that was asked for, or the one from which a form was sent."""
    sent_from = urlsplit(request.referrer or "")
    asked = request.path if request.method == "GET" else sent_from.path
    return asked if is_ours(asked) and sent_from.netloc in ("", request.host) else "/"
