"""A device that holds passkeys, as a browser asks it: what it says is signed, and may be told falsely on purpose."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from sqlmodel import Session
from webauthn.helpers import bytes_to_base64url

from matchmaker.models import Passkey, Person
from tests.cast import NOON

PRESENT, UNLOCKED, NEW = (
    0x01,
    0x04,
    0x40,
)  # flags of what a device says: touched, opened by finger or PIN, made now


@dataclass
class Device:
    """One passkey. `origin`: the site that the browser shows while the device is asked."""

    origin: str = "http://localhost:8000"
    flags: int = PRESENT | UNLOCKED
    uses: int = 0
    secret: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def name(self) -> bytes:
        return sha256(str(self.secret.public_key().public_numbers().x).encode()).digest()

    def make(self, asked: str) -> str:
        """The answer to `navigator.credentials.create`."""
        about = json.loads(asked)
        name = len(self.name).to_bytes(2, "big") + self.name
        data = self._data(about["rp"]["id"], NEW) + bytes(16) + name + self._public()
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(about, "webauthn.create", attestationObject=cbor2.dumps(told))

    def show(self, asked: str) -> str:
        """The answer to `navigator.credentials.get`."""
        about = json.loads(asked)
        self.uses += 1
        data = self._data(about["rpId"])
        signed = data + sha256(self._seen(about, "webauthn.get")).digest()
        signature = self.secret.sign(signed, ECDSA(SHA256()))
        return self._answer(about, "webauthn.get", authenticatorData=data, signature=signature)

    def _data(self, site: str, more: int = 0) -> bytes:
        return sha256(site.encode()).digest() + bytes([self.flags | more]) + self.uses.to_bytes(4, "big")

    def _public(self) -> bytes:
        """The public key in COSE: ES256 on P-256."""
        at = self.secret.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")})

    def _seen(self, about: dict[str, Any], kind: str) -> bytes:
        """What the browser says of the page that asks."""
        return json.dumps({"type": kind, "challenge": about["challenge"], "origin": self.origin}).encode()

    def _answer(self, about: dict[str, Any], kind: str, **parts: bytes) -> str:
        parts["clientDataJSON"] = self._seen(about, kind)
        name = bytes_to_base64url(self.name)
        response = {part: bytes_to_base64url(told) for part, told in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def a_passkey(session: Session, person: Person) -> Passkey:
    """One of *person*, who so signs in in two steps. No device answers for it."""
    person.two_steps_since = NOON
    about = {"credential": f"of-{person.id}", "public_key": "AAAA", "made_at": "Firefox, Linux"}
    key = Passkey(person_id=person.id, created_at=NOON, asked_at=NOON, **about)
    session.add(key)
    session.flush()
    return key
