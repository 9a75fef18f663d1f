"""Advice to whoever writes a need or an offer: worked out while they write, kept nowhere."""
