"""Word lists of others: read in every form, kept beside our own concepts, and written for other tools."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from matchmaker import reference
from matchmaker.engine.text.lexicon import Lexicon
from matchmaker.models import Concept
from matchmaker.services.lexicon import BadList, Entry, current, forget, keep, read, write
from matchmaker.vocabulary import ConceptState

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PROOF = Entry("imported/proof", {"en": ("proof", "evidence"), "fr": ("preuve",)})

TABLE = "term,en,fr-CA,definition\n1,proof|evidence,preuve,what shows that a thing is so\n"
THESAURUS = '{"pref": {"en": "proof", "fr": "preuve"}, "alt": {"en": ["evidence"]}}\n'
TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x> skos:prefLabel "proof"@en, "preuve"@fr ; skos:altLabel "evidence"@en, "Beweis"@de .
"""
RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#">
<s:Concept rdf:about="urn:x"><s:prefLabel xml:lang="en">proof</s:prefLabel>
<s:prefLabel xml:lang="fr">preuve</s:prefLabel>
<s:altLabel xml:lang="en">evidence</s:altLabel></s:Concept></rdf:RDF>
"""
JSON_LD = """{"@context": {"p": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"},
"a": {"@id": "http://www.w3.org/2004/02/skos/core#altLabel", "@container": "@language"}},
"@id": "urn:x", "p": {"en": "proof", "fr": "preuve"}, "a": {"en": "evidence"}}"""
XL = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<urn:x> xl:prefLabel [ xl:literalForm "proof"@en ], [ xl:literalForm "preuve"@fr ] ;
 xl:altLabel [ xl:literalForm "evidence"@en ] .
"""
TBX = """<martif type="TBX"><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>proof</term></tig><tig><term>evidence</term></tig></langSet>
<langSet xml:lang="fr"><ntig><termGrp><term>preuve</term></termGrp></ntig></langSet>
<langSet xml:lang="de"><tig><term>Beweis</term></tig></langSet></termEntry></body></text></martif>
"""
TBX_2019 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca"><text><body><conceptEntry id="1">
<langSec xml:lang="en-GB"><termSec><term>proof</term></termSec><termSec><term>evidence</term></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>preuve</term></termSec></langSec></conceptEntry></body></text></tbx>
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", TABLE),
        ("list.tsv", TABLE.replace(",", "\t")),
        ("list.jsonl", THESAURUS),
        ("list.ttl", TURTLE),
        ("list.rdf", RDF_XML),
        ("list.xml", RDF_XML),
        ("list.jsonld", JSON_LD),
        ("xl.ttl", XL),
        ("list.tbx", TBX),
        ("list.xml", TBX),
        ("list.tbx", TBX_2019),
    ],
)
def test_every_form_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert read(written(tmp_path, name, text)) == [PROOF]


@pytest.mark.parametrize("name", ["list.tsv", "list_fr-en.tsv"])
def test_a_list_of_two_languages_gives_a_concept_for_each_meaning(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, 'saisir\tto seize|understand\nl"eau\twater\nrien\t\n')
    assert read(path, ("fr", "en") if name == "list.tsv" else None) == [
        Entry("imported/seize", {"en": ("seize",), "fr": ("saisir",)}),
        Entry("imported/understand", {"en": ("understand",), "fr": ("saisir",)}),
        Entry("imported/water", {"en": ("water",), "fr": ('l"eau',)}),
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("list.tsv", "preuve\tproof\n", "line 1: expected a header with two or more of en, fr"),
        ("list_fr-en.tsv", "preuve\tproof\nseul\n", "line 2: found 1 columns; expected 2"),
        ("list.csv", "en,fr\nproof\n", "line 2: found 1 columns; expected 2"),
        ("list.csv", "", "is empty"),
        ("list.jsonl", '{"pref": 1}\n', "line 1: expected an object"),
        ("list.jsonl", "[]\n", "line 1: expected an object"),
        ("list.ttl", "this is no turtle", "is no turtle"),
        ("list.ttl", '<urn:x> <urn:y> "z" .', "has no SKOS label"),
        ("list.tbx", "<martif>", "line 1: this is no XML"),
        ("list.docx", "", "files that end in"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(BadList) as refused:
        read(written(tmp_path, name, text))
    assert said in str(refused.value)


def test_a_list_in_another_encoding_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "list_fr-en.tsv").write_bytes("été\tsummer\n".encode("latin-1"))
    with pytest.raises(BadList, match="not in UTF-8"):
        read(tmp_path / "list_fr-en.tsv")


def test_definitions_and_signs_are_no_terms(tmp_path: Path) -> None:
    assert read(written(tmp_path, "list.csv", f"en,fr\n{'x y ' * 30},preuve\n---,...\n")) == [
        Entry("imported/preuve", {"fr": ("preuve",)})
    ]


def test_a_list_is_kept_once_and_a_second_one_adds_to_it(session: Session) -> None:
    other = Entry("imported/proof", {"en": ("proof",), "es": ("prueba",)})
    first, again = keep(session, [PROOF], now=NOW), keep(session, [PROOF], now=NOW)
    more = keep(session, [other, Entry("imported/water", {"en": ("water",)})], now=NOW)
    assert [(k.added, k.changed, k.unchanged) for k in (first, again, more)] == [
        (1, 0, 0),
        (0, 0, 1),
        (1, 1, 0),
    ]
    (proof,) = session.exec(select(Concept).where(Concept.ref == "imported/proof"))
    assert proof.terms == {"en": ["proof", "evidence"], "fr": ["preuve"], "es": ["prueba"]}


def test_the_lexicon_follows_every_change_and_forgets(session: Session) -> None:
    shipped = current(session)
    assert current(session) is shipped
    keep(session, [PROOF], now=NOW)
    loaded = current(session)
    assert loaded.concepts.keys() - shipped.concepts.keys() == {"imported/proof"}
    assert forget(session) == 1
    assert current(session).concepts.keys() == shipped.concepts.keys() == reference.concepts().keys()


def test_a_concept_of_ours_stands_in_the_place_of_a_shipped_one_and_a_retired_one_nowhere(
    session: Session,
) -> None:
    one, other = sorted(reference.concepts())[:2]
    session.add(Concept(ref=one, terms={"en": ["anew"]}, changed_at=NOW))
    session.add(Concept(ref=other, terms={"en": ["gone"]}, state=ConceptState.RETIRED, changed_at=NOW))
    session.flush()
    held = current(session)
    assert held.concepts[one] == {"en": ["anew"]}
    assert other not in held.concepts


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.ttl", "out.rdf", "out.jsonld", "out.nt"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    terms = {"en": ("chain of custody",), "fr": ("chaîne de conservation",), "zh": ("保管链",)}
    write(tmp_path / name, Lexicon({"chain-of-custody": terms}))
    assert read(tmp_path / name) == [Entry("imported/chain-of-custody", terms)]


def test_a_form_that_nobody_reads_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadList, match=r"\.csv, \.tsv, \.ttl"):
        write(tmp_path / "out.pdf", Lexicon())
