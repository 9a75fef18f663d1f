"""Finding by words: the index is in step with what is open, and the seed is found from every language."""

from pathlib import Path

import pytest
from sqlmodel import Session

from matchmaker.engine.lookup.postings import Postings
from matchmaker.engine.lookup.question import question
from matchmaker.engine.lookup.tokens import tokens_of
from matchmaker.lists import Catalogue
from matchmaker.services import finding, finding_names, offers, seeding
from matchmaker.services.lexicon.current import shipped
from matchmaker.vocabulary import OfferState
from tests.cast import NOON, Cast
from tests.stories import an_offer

SEED = Path(__file__).parents[2] / "seed"


# What somebody types in each language -> what of the seed it must find, in whatever language that is written.
QUERIES = {
    "en-forensic-lab-starter": (
        "digital forensic laboratory", "laboratoire de criminalistique numérique", "laboratorio forense digital",
        "лаборатория цифровой криминалистики", "مختبر الأدلة الجنائية الرقمية", "数字取证实验室",
    ),
    "zh-ransomware-joint-course": (
        "ransomware", "rançongiciels", "programa de secuestro", "программы-вымогатели", "برامج الفدية", "勒索软件",
    ),
    "ru-virtual-asset-tracing": (
        "cryptocurrency", "cryptomonnaies", "criptomonedas", "криптовалюты", "العملات المشفرة", "加密货币",
    ),
    "fr-cours-preuve-magistrats": (
        "judges digital evidence", "preuve numerique magistrats", "prueba digital jueces",
        "цифровые доказательства судьи", "الأدلة الرقمية القضاة", "数字证据 法官",
    ),
    "ar-extradition-exchange": (
        "extradition", "EXTRADITION", "extradicion", "экстрадиция", "تسليم المجرمين", "引渡",
    ),
    "ar-legal-translation-desk": (
        "legal translations", "traduction juridique", "traducción jurídica", "юридический перевод",
        "الترجمة القانونية", "法律翻译",
    ),
    "en-cyber-unit-design": (
        "specialised unit", "unité spécialisée", "unidad especializada", "специализированное подразделение",
        "وحدة متخصصة", "网络犯罪 单位",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def planted() -> dict[str, set[str]]:
    """What each query of QUERIES finds among the offers of the seed."""
    offers_of_seed = seeding.read(SEED, today=NOON.date()).offers.values()
    said = [(f"{offer.title}\n{offer.description}", offer.language) for offer in offers_of_seed]
    held = Postings()
    for number, tokens in enumerate(tokens_of(said, shipped())):
        held.put(number, tokens)
    keys = [offer.key for offer in offers_of_seed]
    asked = {words: question(words, shipped()) for queries in QUERIES.values() for words in queries}
    return {words: {keys[at] for at in held.ids(one.answered_by(held))} for words, one in asked.items()}


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, said in QUERIES.items() for words in said])
def test_every_language_finds_what_the_seed_offers(
    planted: dict[str, set[str]], key: str, words: str
) -> None:
    assert key in planted[words]
    assert len(planted[words]) <= 20  # of 89: it is no use to find everything


def hits(session: Session, words: str) -> frozenset[int]:
    return finding.hits(session, Catalogue.OFFERS, words).whole


def test_what_is_written_anew_is_found_by_its_new_words_alone(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, title="Submarine cables")
    assert hits(session, "submarine") == {offer.id}
    offer.title = "Satellites"
    session.flush()
    assert (hits(session, "submarine"), hits(session, "satellite")) == (frozenset(), {offer.id})


def test_what_has_left_the_catalogue_is_found_no_more(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED, title="Submarine cables")
    assert hits(session, "submarine") == {offer.id}
    offers.withdraw(session, offer, note="It is over.", by=cast.carla, now=NOON)
    session.flush()
    assert hits(session, "submarine") == frozenset()


def test_what_was_undone_is_forgotten(session: Session, cast: Cast) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    session.commit()
    offer.title = "Submarine cables"
    session.flush()
    assert hits(session, "submarine") == {offer.id}
    session.rollback()
    assert hits(session, "submarine") == frozenset()


def test_topics_and_places_are_found_by_their_names_in_any_language() -> None:
    def named(words: str) -> tuple[list[str], list[str]]:
        sought = question(words, shipped())
        return finding_names.topics(shipped(), sought)[:1], finding_names.places(shipped(), sought)[:1]

    assert named("laboratorio forense digital") == (["EVI-02"], [])
    assert [named(words)[1] for words in ("Gambie", "冈比亚", "Гамбия", "غامبيا", "west africa")] == [
        ["GMB"], ["GMB"], ["GMB"], ["GMB"], ["011"],
    ]  # fmt: skip
