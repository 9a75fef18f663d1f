"""How often somebody may try to sign in, or ask for a password (docs/adr/0033)."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_network
from math import ceil

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.wrappers import Response

from matchmaker import clock
from matchmaker.queries import people
from matchmaker.services import throttling
from matchmaker.web.accounts import known_browsers
from matchmaker.web.session import alone, session

HASHED = 16  # letters: enough to tell one address from another
# In a quarter of an hour.
OF_A_PAIR = 5  # one account, from one place
OF_AN_ACCOUNT = 20  # from all places together, and as many at each browser that its owner has used before
OF_A_PLACE = 50  # a ministry behind one address
OF_ALL = 500
WISHES_OF_A_PLACE = 10
Limits = Mapping[str, int]


def hashed(email: str) -> str:
    """An address as we count and note it: readable by nobody."""
    secret = current_app.extensions["settings"].secret_key
    return hmac.new(secret.encode(), email.strip().lower().encode(), "sha256").hexdigest()[:HASHED]


def of_sign_in(email: str) -> Limits:
    """What a try to sign in counts under. At a browser that the owner has used before, strangers count for nothing."""
    account = hashed(email)
    if known_browsers.is_of(people.by_email(session, email)):
        return {f"sign-in known {account}": OF_AN_ACCOUNT}
    here = place()
    return {
        f"sign-in {account} {here}": OF_A_PAIR,
        f"sign-in account {account}": OF_AN_ACCOUNT,
        f"sign-in place {here}": OF_A_PLACE,
        "sign-in": OF_ALL,
    }


def of_wish() -> datetime | None:
    return take({f"wish place {place()}": WISHES_OF_A_PLACE})


def of_provider() -> datetime | None:
    """Going to the provider of identities and coming back: each keeps us waiting for its answer."""
    return take({f"provider place {place()}": 2 * OF_A_PLACE, "provider": 2 * OF_ALL})


def take(limits: Limits) -> datetime | None:
    """None if this may be tried, else when it may be. Counted in a transaction of its own, whatever follows."""
    with alone() as beside:
        return throttling.take(beside, limits, now=clock.now())


def give_back(limits: Limits) -> None:
    throttling.give_back(session, limits)


def place() -> str:
    """Where the request comes from: of the new addresses the part that one house has for itself."""
    try:
        network = ip_network(
            (request.remote_addr or "", 64 if ":" in (request.remote_addr or "") else 32), False
        )
    except ValueError:
        return "nowhere"
    return str(network.network_address)


def seconds(until: datetime) -> int:
    return max(ceil((until - clock.now()).total_seconds()), 1)


def minutes(until: datetime) -> int:
    return ceil(seconds(until) / 60)


def sentence(until: datetime) -> str:
    return ngettext(
        "This was tried too often. Please wait a minute, then try again.",
        "This was tried too often. Please wait %(num)s minutes, then try again.",
        minutes(until),
    )


def told(answer: ResponseReturnValue, until: datetime) -> Response:
    """*answer* as one that asks to come back later."""
    late = make_response(answer)
    late.status_code = 429
    late.headers["Retry-After"] = str(seconds(until))
    return late
