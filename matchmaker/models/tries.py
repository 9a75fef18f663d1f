"""Tries: how often something was tried under one key, for as long as that counts."""

from datetime import datetime

from sqlmodel import Field, SQLModel

KEY_MAX = 96


class Tries(SQLModel, table=True):
    """`key`: what is counted, such as "sign-in address 192.0.2.7". At `until` the count begins anew."""

    key: str = Field(primary_key=True, max_length=KEY_MAX)
    number: int
    until: datetime = Field(index=True)
