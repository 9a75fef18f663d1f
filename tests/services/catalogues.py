"""Files for an import: a good row, another one, and the drafts in a file."""

from pathlib import Path

from matchmaker.services import importing
from matchmaker.vocabulary import Noun

HEADER = "key,title,description,topics,modalities,languages,not_covered,conditions,valid_from,valid_until"
GOOD = "lab-1,Mentors,Six weeks beside your examiners.,EVI-02;EVI-05,MEN,en|fr,Flights.,None.,2026-09-01,2028-12-31"
OTHER = "lab-2,Kits,Six kits.,EVI-01,EQU,en,Customs.,None.,2026-09-01,2028-12-31"


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "catalogue.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def drafts(
    tmp_path: Path,
    text: str | bytes,
    noun: Noun = Noun.OFFER,
    same: dict[str, str] | None = None,
    **columns: str,
) -> list[importing.KeyedDraft]:
    header, rows = importing.read_csv(written(tmp_path, text))
    return importing.read_drafts(
        noun, rows, importing.mapped(noun, header, list(columns.items()), same or {})
    )
