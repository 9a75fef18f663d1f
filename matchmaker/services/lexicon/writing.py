"""Writes the lexicon for other tools: as a table, or as SKOS."""

import csv
from pathlib import Path

from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.reference import TERM_LANGUAGES
from matchmaker.services.lexicon.entries import BadList
from matchmaker.services.lexicon.skos import write_skos

TABLES = {".csv": ",", ".tsv": "\t"}
SKOS = {".ttl": "turtle", ".rdf": "pretty-xml", ".jsonld": "json-ld", ".nt": "nt"}


def write(path: Path, lexicon: Lexicon) -> None:
    """Raises BadList where the name of *path* does not say a format."""
    kind = path.suffix.lower()
    concepts = {
        name: {language: tuple(terms[language]) for language in TERM_LANGUAGES if terms.get(language)}
        for name, terms in sorted(lexicon.concepts.items())
    }
    if kind in SKOS:
        write_skos(path, concepts, SKOS[kind])
    elif kind in TABLES:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=TABLES[kind], lineterminator="\n")
            rows.writerow(["concept", *TERM_LANGUAGES])
            rows.writerows(
                [name, *("|".join(terms.get(language, ())) for language in TERM_LANGUAGES)]
                for name, terms in concepts.items()
            )
    else:
        raise BadList(
            f"{path.name}: what may be written are files that end in {', '.join((*TABLES, *SKOS))}."
        )
