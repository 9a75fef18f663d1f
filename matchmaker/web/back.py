"""The way back to the page from which a form was sent, or to the one asked for; never to another site."""

from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup


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


def list_before(*endpoints: str) -> str:
    """The same, if it is a page of one of these lists; empty for every other way here."""
    back = page_before("")
    return back if urlsplit(back).path in map(url_for, endpoints) else ""


def on_from_list(page: str, ref: str, said: str) -> ResponseReturnValue:
    """Back to the desk or the queue on which the button stood, else on to *page*; it says what was done."""
    back = list_before("matches.queue", "desk.show")
    # In a list the thing is gone from sight: where it is, its step can be looked at, and mostly undone.
    flash(Markup('%s <a href="%s">%s</a>') % (said, page, ref) if back else said)
    return redirect(back or page)


def way_in() -> str:
    """Where signing in leads to: the page that was asked for, or the one from which a form was sent."""
    sent_from = urlsplit(request.referrer or "")
    asked = request.path if request.method == "GET" else sent_from.path
    return asked if is_ours(asked) and sent_from.netloc in ("", request.host) else "/"
