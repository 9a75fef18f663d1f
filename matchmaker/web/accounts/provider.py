"""The provider where people sign in elsewhere: the way there, and what it says of who came back (docs/adr/0041).

Nothing is kept of it: at each sign-in it is asked anew how it is reached and by which keys it signs.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry
from requests import RequestException

from matchmaker.models.identity import SUBJECT_MAX
from matchmaker.services.identities import Told
from matchmaker.settings import Provider

LASTS = timedelta(minutes=10)  # as long as somebody may look for their password there
TIMEOUT_S = 3  # for each of its answers
LEEWAY_S = 60  # between its clock and ours
# By a key of its own alone: never by the secret that we share, and never by none.
SIGNED_BY = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
BASIC, POST = "client_secret_basic", "client_secret_post"


class Unbelievable(Exception):
    """What came from the provider, or from somebody who would be it, is not what we asked for."""


class Silent(Exception):
    """The provider does not answer."""


@dataclass(frozen=True)
class Trip:
    """One way to the provider and back, kept in the cookie meanwhile. It is good for one answer, and for a while.

    `wanted`: the page that somebody asked for before.
    """

    state: str
    nonce: str
    verifier: str
    begun: str
    wanted: str

    def is_answered_by(self, state: str, now: datetime) -> bool:
        same = hmac.compare_digest(self.state.encode(), state.encode())
        return same and now - datetime.fromisoformat(self.begun) < LASTS


def new_trip(wanted: str, now: datetime) -> Trip:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Trip(state, nonce, verifier, now.isoformat(), wanted)


def way(provider: Provider, trip: Trip, back: str) -> str:
    """The address at the provider to which a browser is sent; it returns to *back*. Raises Silent and Unbelievable."""
    with _asking(provider, back) as http:
        found = _discovered(http, provider)
        address, _state = http.create_authorization_url(
            found["authorization_endpoint"], state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier
        )
    return str(address)


def told(provider: Provider, trip: Trip, code: str, back: str, now: datetime) -> Told:
    """What the provider says of whoever came back from *trip* with *code*. Raises Silent and Unbelievable."""
    try:
        with _asking(provider, back) as http:
            found = _discovered(http, provider)
            if BASIC not in found.get("token_endpoint_auth_methods_supported", [BASIC]):
                http.token_endpoint_auth_method = POST
            token = http.fetch_token(found["token_endpoint"], code=code, code_verifier=trip.verifier)
            keys = KeySet.import_key_set(_json(http, found["jwks_uri"]))
        claims = jwt.decode(token["id_token"], keys, algorithms=SIGNED_BY).claims
        _claims_wanted(provider, trip, now).validate(claims)
    except RequestException as error:
        raise Silent(type(error).__name__) from error
    except (AuthlibBaseError, JoseError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unbelievable(type(error).__name__) from error
    return _told(provider, claims)


def _claims_wanted(provider: Provider, trip: Trip, now: datetime) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_S,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        azp={"value": provider.client_id},
        nonce={"essential": True, "value": trip.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )


def _told(provider: Provider, claims: dict[str, Any]) -> Told:
    subject, email = claims["sub"], claims.get("email")
    if len(subject) > SUBJECT_MAX or not (subject.isascii() and subject.isprintable()):
        raise Unbelievable("subject")
    # Beyond ASCII two addresses may look, and in small letters even be, the same.
    verified = claims.get("email_verified") is True and isinstance(email, str) and email.isascii()
    return Told(provider.issuer, subject, email if verified else "")


def _asking(provider: Provider, back: str) -> OAuth2Session:
    http = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=TIMEOUT_S,
    )
    http.max_redirects = 0  # it says itself where it is reached
    return http


def _discovered(http: OAuth2Session, provider: Provider) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""
    try:
        found: dict[str, Any] = _json(http, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found["issuer"] != provider.issuer:
            raise Unbelievable("issuer")
        if any(urlsplit(found[each]).scheme != urlsplit(provider.issuer).scheme for each in ENDPOINTS):
            raise Unbelievable("endpoints")
    except RequestException as error:
        raise Silent(type(error).__name__) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unbelievable(type(error).__name__) from error
    return found


def _json(http: OAuth2Session, address: str) -> Any:
    answer = http.get(address, withhold_token=True)
    answer.raise_for_status()
    return answer.json()
