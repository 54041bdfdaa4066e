"""Crockford's base 32, in which ids are written: five bits a character, and none that is read as another."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
