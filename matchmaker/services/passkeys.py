"""Passkeys: a key in a telephone, a computer or a stick, by which its owner signs in in one step (WebAuthn).

A challenge is ours, locked up, and good for one key once: it says when it was made, and a key answers only those that
are newer than the last that it answered.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlmodel import Session, col, delete, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import NotAllowed
from matchmaker.models import Passkey, Person
from matchmaker.models.passkey import CREDENTIAL_MAX, MADE_AT_MAX
from matchmaker.queries import factors as held
from matchmaker.queries import passkeys
from matchmaker.rules import VISITOR
from matchmaker.services import factors, strongbox, trail
from matchmaker.services.moves import require
from matchmaker.vocabulary import Event, Result
from matchmaker.wording import say

LASTS = timedelta(minutes=5)  # as long as somebody may look for their stick
CREDENTIAL = re.compile(rf"[A-Za-z0-9_-]{{1,{CREDENTIAL_MAX}}}")
ANYBODY = ""  # a challenge that any passkey may answer
# So a passkey is two steps by itself: something that one has, opened by a finger, a face or a PIN.
UNLOCKED = UserVerificationRequirement.REQUIRED
KEPT_ON_THE_KEY = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UNLOCKED
)


@dataclass(frozen=True)
class Site:
    """Where the portal is reached. What is made there opens nothing elsewhere, and the other way round."""

    host: str
    origin: str
    secret_key: str


@dataclass(frozen=True)
class Answer:
    """What a browser sends from its device; `asked_at`: when we made the challenge."""

    credential: dict[str, Any]
    challenge: bytes
    asked_at: datetime


def site_at(base_url: str, secret_key: str) -> Site:
    parts = urlsplit(base_url)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", secret_key)


def ask_for_new(session: Session, person: Person, site: Site, *, now: datetime) -> str:
    """What a browser asks its device, in JSON, so that it makes a passkey of *person*."""
    had = [base64url_to_bytes(one.credential) for one in passkeys.of_person(session, person)]
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Matchmaker",
        user_id=person.ref.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=_challenge(site, person.ref, now),
        authenticator_selection=KEPT_ON_THE_KEY,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in had],
    )
    return options_to_json(options)


def add(
    session: Session, person: Person, text: str, site: Site, *, made_at: str, now: datetime
) -> list[str] | None:
    """The passkey that *text* tells of opens the account of *person* from now on: the recovery codes to show, once.

    None of them if they have some already. None at all if it is no answer to what was asked. *made_at*: at which
    browser.
    """
    answer = _answer(text, site, person.ref, now)
    if answer is None:
        return None
    try:
        made = webauthn.verify_registration_response(**_expected(answer, site))
    except Exception:  # what a stranger's bytes make the parsers say has many names
        return None
    credential = bytes_to_base64url(made.credential_id)
    if passkeys.by_credential(session, credential) is not None:
        return None
    key = Passkey(
        credential=credential,
        person_id=person.id,
        public_key=bytes_to_base64url(made.credential_public_key),
        uses=made.sign_count,
        made_at=made_at[:MADE_AT_MAX],
        created_at=now,
        asked_at=answer.asked_at,
    )
    session.add(key)
    factors.change(session, person, Action.ADD_PASSKEY, say("A passkey was added to your account."), now=now)
    return factors.first_codes(session, person)


def ask(site: Site, *, now: datetime) -> str:
    """What a browser asks its device, in JSON, so that whoever has a passkey shows it."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=_challenge(site, ANYBODY, now), user_verification=UNLOCKED
    )
    return options_to_json(options)


def use(session: Session, text: str, site: Site, *, now: datetime) -> Person | None:
    """Who signs in by the passkey that *text* tells of; None if it answers nothing that we asked, or not for the first
    time. The trail knows either way.
    """
    answer = _answer(text, site, ANYBODY, now)
    key = passkeys.by_credential(session, answer.credential["id"]) if answer else None
    owner = (
        key.person if answer and key and key.person.active and _opens(session, key, answer, site) else None
    )
    result = Result.DONE if owner else Result.REFUSED
    thing = key.person if key else None
    about = {"action": Action.USE_PASSKEY, "thing": thing, "result": result, "now": now}
    trail.note(session, trail.noted(Event.SIGN_IN, by=owner or VISITOR, **about))
    return owner


def _opens(session: Session, key: Passkey, answer: Answer, site: Site) -> bool:
    try:
        shown = webauthn.verify_authentication_response(
            **_expected(answer, site),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.uses,
        )
    except Exception:  # as above
        return False
    # Asked and written in one statement: the same answer in two windows opens one.
    used = update(Passkey).where(col(Passkey.id) == key.id, col(Passkey.asked_at) < answer.asked_at)
    used = used.values(asked_at=answer.asked_at, uses=shown.new_sign_count)
    return session.exec(used).rowcount == 1


def remove(session: Session, key: Passkey, *, by: Person, now: datetime) -> None:
    """It opens nothing any more. NotAllowed if it is the only second step of somebody who may not do without."""
    require(by, Action.REMOVE_PASSKEY, key)
    if is_only_step(session, key):
        if not policy.can(by, Action.GIVE_UP_SECOND_STEP):
            raise NotAllowed(say("This is your only second step: set up another one first."))
        factors.give_up(session, by, now=now)
        return
    session.exec(delete(Passkey).where(col(Passkey.id) == key.id))
    told = say("A passkey was removed from your account.")
    factors.change(session, by, Action.REMOVE_PASSKEY, told, now=now)


def is_only_step(session: Session, key: Passkey) -> bool:
    """Whether its owner has neither an app nor another passkey."""
    others = [one for one in passkeys.of_person(session, key.person) if one.id != key.id]
    return not others and held.authenticator_of(session, key.person) is None


def _challenge(site: Site, whose: str, now: datetime) -> bytes:
    return strongbox.lock(f"{whose} {now.isoformat()}", site.secret_key).encode()


def _answer(text: str, site: Site, whose: str, now: datetime) -> Answer | None:
    """What a browser sends; None if it answers nothing that we asked of *whose*, or too late."""
    try:
        credential = json.loads(text)
        told = parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        locked, has_form = told.challenge.decode(), CREDENTIAL.fullmatch(credential["id"])
    except Exception:  # as above
        return None
    asked_of, _space, hour = (strongbox.unlock(locked, site.secret_key) or "").partition(" ")
    if not (has_form and hour and asked_of == whose):
        return None
    asked_at = datetime.fromisoformat(hour)
    return Answer(credential, told.challenge, asked_at) if now - asked_at < LASTS else None


def _expected(answer: Answer, site: Site) -> dict[str, Any]:
    return {
        "credential": answer.credential,
        "expected_challenge": answer.challenge,
        "expected_rp_id": site.host,
        "expected_origin": site.origin,
        "require_user_verification": True,
    }
