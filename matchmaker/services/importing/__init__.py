"""Needs and offers from a CSV file: all of it or nothing, and the same file twice changes nothing."""

from matchmaker.services.importing.csv_file import BadFile, read_csv
from matchmaker.services.importing.drafts_from_rows import KeyedDraft, mapped, read_drafts
from matchmaker.services.importing.loading import Loaded, Publishers, load

__all__ = [
    "BadFile",
    "KeyedDraft",
    "Loaded",
    "Publishers",
    "load",
    "mapped",
    "read_csv",
    "read_drafts",
]
