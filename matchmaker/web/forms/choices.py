"""What a person chooses from, in their language: (value, label) pairs, or groups of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from matchmaker import reference
from matchmaker.lists import Stage
from matchmaker.models import Need, Offer
from matchmaker.outcomes import ContactAnswer, Extent
from matchmaker.queries.sums import COMPARED
from matchmaker.vocabulary import (
    BudgetBand,
    CapacityUnit,
    Cover,
    DeclineReason,
    OfferState,
    Pace,
    RefusalReason,
    Urgency,
    Visibility,
)
from matchmaker.web.languages import language
from matchmaker.web.words import (
    country_name,
    language_name,
    modality_name,
    name_of,
    part_line,
    place_name,
    place_of,
    topic_name,
)

Pairs = list[tuple[str, str]]
POSTED_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "pt")


def words(kind: type[StrEnum], *without: StrEnum) -> Pairs:
    return [(word.value, name_of(word)) for word in kind if word not in without]


def topics() -> list[tuple[str, Pairs]]:
    """The 57 topics under their 10 areas."""
    found = reference.topics().values()
    return [
        (
            area.label(language()),
            [(topic.code, topic_name(topic.code)) for topic in found if topic.area == code],
        )
        for code, area in reference.areas().items()
    ]


def areas_and_topics() -> list[tuple[str, Pairs]]:
    """For filters: each area as a whole, then its topics."""
    return [(label, [(pairs[0][0].split("-")[0], label), *pairs]) for label, pairs in topics()]


def modalities() -> Pairs:
    return sorted(((code, modality_name(code)) for code in reference.modalities()), key=_by_label)


def posted_languages() -> Pairs:
    """The languages in which needs and offers are written."""
    return [(code, capital(language_name(code))) for code in POSTED_LANGUAGES]


def languages() -> Pairs:
    """Every language in which assistance can be given, the languages of the portal first."""
    others = sorted(
        (
            (code, capital(language_name(code)))
            for code in reference.languages()
            if code not in POSTED_LANGUAGES
        ),
        key=_by_label,
    )
    return posted_languages() + others


def countries() -> Pairs:
    return sorted(((code, country_name(code)) for code in reference.countries()), key=_by_label)


def regions() -> Pairs:
    return [(code, place_name(code)) for code in reference.regions()]


def groups() -> Pairs:
    return [(code, place_name(code)) for code in reference.groups()]


def currencies() -> Pairs:
    return [
        (code, f"{code} · {currency.label(language())}") for code, currency in reference.currencies().items()
    ]


def sums() -> Pairs:
    """The currencies in which a sum can be compared with the size of a need."""
    return [(code, label) for code, label in currencies() if code in COMPARED]


def capital(label: str) -> str:
    """A name as it stands at the head of a line."""
    return label[:1].upper() + label[1:]


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def stages() -> Pairs:
    return words(Stage)


def places() -> list[tuple[str, Pairs]]:
    """For filters: groups, regions and countries."""
    return [(_("Groups"), groups()), (_("Regions"), regions()), (_("Countries"), countries())]


def languages_folded() -> list[tuple[str, Any]]:
    """For ticking: the languages of the portal in sight, the others folded away."""
    known = languages()
    return [*known[: len(POSTED_LANGUAGES)], (_("Other languages"), known[len(POSTED_LANGUAGES) :])]


def need_sizes() -> Pairs:
    return words(BudgetBand, BudgetBand.IN_KIND)


def urgencies() -> Pairs:
    return words(Urgency)


def need_audiences() -> list[tuple[str, str, str]]:
    """Who may read a need, each with what it means."""
    meaning = {
        Visibility.PUBLIC: _("The whole need stands in the catalogue."),
        Visibility.PUBLIC_SUMMARY: _("Everybody else sees the title, the region and a summary."),
        Visibility.DONORS: _("Nobody else learns that it exists."),
        Visibility.NAMED_DONORS: _("You tell the secretariat which. Nobody else learns that it exists."),
        Visibility.SECRETARIAT: _("Donors see it only if you agree to meet one."),
    }
    return [(word.value, name_of(word), meaning[word]) for word in Visibility]


def block_audiences() -> Pairs:
    return [
        (Visibility.PUBLIC.value, _("Whoever reads the need")),
        (Visibility.DONORS.value, _("Donors who read the need")),
        (Visibility.SECRETARIAT.value, _("Only the secretariat")),
    ]


def decline_reasons() -> Pairs:
    return words(DeclineReason, DeclineReason.WITHDRAWN)


def refusal_reasons() -> Pairs:
    return words(RefusalReason)


def extents() -> Pairs:
    return words(Extent)


def marks() -> Pairs:
    return [(str(mark), str(mark)) for mark in range(1, 6)]


def contact_answers() -> Pairs:
    return words(ContactAnswer)


def open_parts(need: Need) -> Pairs:
    """The components of *need* that no agreement covers, by their position."""
    return [(str(part.position), part_line(part)) for part in need.open_components]


def paces() -> Pairs:
    return words(Pace)


def modalities_folded() -> list[tuple[str, Pairs]]:
    return [(_("All kinds of assistance"), modalities())]


def regions_folded() -> list[tuple[str, Pairs]]:
    """The five regions, each as a whole and with its parts."""
    by_region: dict[str, Pairs] = {}
    for code in reference.regions():
        by_region.setdefault(place_name(_outermost(code)), []).append((code, place_name(code)))
    return list(by_region.items())


def _outermost(code: str) -> str:
    parent = reference.regions()[code].parent
    return _outermost(parent) if parent else code


def countries_folded() -> list[tuple[str, Pairs]]:
    """Every country under its region."""
    known = reference.countries()
    return [
        (label, [pair for pair in countries() if known[pair[0]].region == inside[0][0]])
        for label, inside in regions_folded()
    ]


def covers() -> Pairs:
    return words(Cover)


def capacity_units() -> Pairs:
    return words(CapacityUnit)


def offer_sizes() -> Pairs:
    return words(BudgetBand)


def offer_audiences() -> list[tuple[str, str, str]]:
    """Who may read an offer, each with what it means."""
    meaning = {
        Visibility.PUBLIC: _("It stands in the catalogue."),
        Visibility.DONORS: _("Other donors see it; States hear of it from the secretariat."),
        Visibility.SECRETARIAT: _("Nobody else learns that it exists."),
    }
    return [(word.value, name_of(word), sentence) for word, sentence in meaning.items()]


def published(offers: Sequence[Offer]) -> Pairs:
    """Those of *offers* that can be given now."""
    return [(offer.ref, offer.title) for offer in offers if offer.state == OfferState.PUBLISHED]


def in_words(name: str, answer: str, more: Sequence[tuple[str, str]] = ()) -> str:
    """The answer to a question with choices, code by code as the page calls them; empty for any other question.

    *name* is that of the field, *answer* its codes as one line. *more* are choices that the database knows.
    """
    if name.split("-")[-1] not in CHOSEN:
        return ""
    labels = dict((*offered(name), *more))
    return ", ".join(labels.get(code, code) for code in answer.split(", "))


def offered(name: str) -> Pairs:
    """The answers that the question *name* offers, code and label; none for a question without choices."""
    answers = CHOSEN.get(name.split("-")[-1], list)
    return [(code, label) for code, label in _flat(answers()) if isinstance(label, str)]


def _flat(offered: Iterable[Any]) -> Iterator[Any]:
    for value, label in offered:
        yield from [(value, label)] if isinstance(label, str) else label


def to_pool(needs: Iterable[Need]) -> Pairs:
    """Needs by their reference, each with its State and its title."""
    return [(need.ref, f"{place_of(need)} · {need.title}") for need in needs]


TICK: Pairs = [("yes", "✓")]


def _ticked() -> Pairs:
    return TICK


CHOSEN: Mapping[str, Callable[[], Iterable[Any]]] = {
    "language": posted_languages,
    "languages": languages,
    "topic": topics,
    "topics": topics,
    "modality": modalities,
    "modalities": modalities,
    "groups": groups,
    "regions": regions,
    "countries": countries,
    "covers": covers,
    "capacity_unit": capacity_units,
    "budget_band": offer_sizes,
    "currency": currencies,
    "urgency": urgencies,
    "visibility": lambda: words(Visibility),
    "budget_visibility": block_audiences,
    "assistance_visibility": block_audiences,
    "contact_visibility": block_audiences,
    "named_donor_keys": list,
    "shows_country": _ticked,
    "cofunding": _ticked,
    "triangular": _ticked,
}
