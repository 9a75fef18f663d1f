"""SKOS, by rdflib: Turtle, RDF/XML, JSON-LD and N-Triples. Labels of SKOS-XL are read as well."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matchmaker.reference import TERM_LANGUAGES
from matchmaker.services.lexicon.entries import BadList, Entry, entry

if TYPE_CHECKING:
    from rdflib import Graph

OURS = "urn:matchmaker:concept:"


def read_skos(path: Path, form: str) -> Iterator[Entry]:
    """One entry for each thing that has labels. Raises BadList."""
    graph = _parsed(path, form)
    said: dict[object, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, label in _labels(graph):
        language = (getattr(label, "language", None) or "en")[:2].lower()
        if language in TERM_LANGUAGES:
            said[thing][language].append(str(label))
    if not said:
        raise BadList(f"{path.name} has no SKOS label in {', '.join(TERM_LANGUAGES)}.")
    for thing in sorted(said, key=str):
        if found := entry(said[thing]):
            yield found


def _parsed(path: Path, form: str) -> "Graph":
    from rdflib import Graph  # half a second, which only who reads or writes SKOS should wait

    try:
        return Graph().parse(path, format=form)
    except Exception as error:  # every parser of rdflib has errors of its own
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise BadList(f"{path.name} is no {form}: {said[0][:200]}") from error


def _labels(graph: "Graph") -> Iterator[tuple[object, object]]:
    """(thing, label): the preferred ones first."""
    from rdflib import Namespace
    from rdflib.namespace import SKOS

    xl = Namespace("http://www.w3.org/2008/05/skos-xl#")
    for plain, reified in ((SKOS.prefLabel, xl.prefLabel), (SKOS.altLabel, xl.altLabel)):
        yield from sorted(graph.subject_objects(plain))
        for thing, label in sorted(graph.subject_objects(reified)):
            yield from ((thing, form) for form in graph.objects(label, xl.literalForm))


def write_skos(path: Path, concepts: Mapping[str, Mapping[str, tuple[str, ...]]], form: str) -> None:
    """A concept scheme of *concepts*, each with a preferred label a language and the others beside it."""
    from rdflib import Graph, Literal, URIRef
    from rdflib.namespace import RDF, SKOS

    graph = Graph()
    scheme = URIRef(OURS.removesuffix(":"))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for name, terms in concepts.items():
        thing = URIRef(OURS + name)
        graph.add((thing, RDF.type, SKOS.Concept))
        graph.add((thing, SKOS.inScheme, scheme))
        for language, (first, *others) in terms.items():
            graph.add((thing, SKOS.prefLabel, Literal(first, lang=language)))
            for other in others:
                graph.add((thing, SKOS.altLabel, Literal(other, lang=language)))
    graph.serialize(path, format=form, encoding="utf-8")
