"""Encryption of personal fields and keyed digests, behind one small provider interface.

Stored form: ``<version>:<key id>:<base64 of nonce + ciphertext + tag>``. The associated data names table and
column, so that a value copied into another column does not decrypt. Keys derive from ``settings.DATA_KEY``
(a secret of at least 32 characters); ``settings.DATA_KEYS_OLD`` maps earlier key ids to their secrets.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
VERSION = "1"


class Undecryptable(Exception):
    """The stored value was not written with a key we have, or for another column."""


class Cipher(Protocol):
    """What encryption needs of an AEAD: AES-GCM here, SM4-GCM can take its place."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def key_id(secret: str) -> str:
    """Eight hex digits that name a key without telling it."""
    return hashlib.sha256(b"key-id:" + secret.encode()).hexdigest()[:8]


@lru_cache(maxsize=8)
def _cipher(secret: str) -> Cipher:
    return AESGCM(_derive(secret, "field-encryption"))


def _secret_for(identifier: str) -> str:
    if identifier == key_id(settings.DATA_KEY):
        return str(settings.DATA_KEY)
    old: dict[str, str] = getattr(settings, "DATA_KEYS_OLD", {})
    if identifier in old:
        return old[identifier]
    raise Undecryptable(f"no key {identifier}")


def encrypt(text: str, context: str) -> str:
    """Encrypt ``text`` for ``context`` (``table.column``)."""
    return sealer(context)(text)


def sealer(context: str) -> Callable[[str], str]:
    """``encrypt`` for many values of one ``context``: looks the key up once."""
    cipher, associated = _cipher(settings.DATA_KEY), context.encode()
    prefix = f"{VERSION}:{key_id(settings.DATA_KEY)}:"

    def seal(text: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        return prefix + base64.b64encode(nonce + cipher.encrypt(nonce, text.encode(), associated)).decode()

    return seal


def decrypt(stored: str, context: str) -> str:
    """The text behind ``stored``. Raises ``Undecryptable`` for a foreign column, key or a damaged value."""
    try:
        version, identifier, body = stored.split(":", 2)
        raw = base64.b64decode(body, validate=True)
    except ValueError as error:
        raise Undecryptable("not an encrypted value") from error
    if version != VERSION:
        raise Undecryptable(f"unknown version {version}")
    try:
        return (
            _cipher(_secret_for(identifier))
            .decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
            .decode()
        )
    except InvalidTag as error:
        raise Undecryptable("wrong column or damaged value") from error


@lru_cache(maxsize=8)
def _digest_key(secret: str) -> bytes:
    return _derive(secret, "lookup-digest")


def digest(text: str) -> bytes:
    """Keyed digest (32 bytes) by which an exact value is found without decrypting anything."""
    return hmac.digest(_digest_key(settings.DIGEST_KEY), text.encode(), "sha256")


def digester() -> Callable[[str], bytes]:
    """``digest`` for many values: looks the key up once."""
    key = _digest_key(settings.DIGEST_KEY)
    return lambda text: hmac.digest(key, text.encode(), "sha256")
