"""Small texts of our own, in several languages and some hostile, and profiles made of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.text.lexicon import Lexicon

DAY = date(2026, 11, 22)
FIRST_POST = datetime(2026, 9, 1, tzinfo=UTC)

FORENSICS = "Digital forensics laboratory: four workstations, write blockers and two years of mentoring."
EVIDENCE = "Training of judges on electronic evidence, its chain of custody and its admissibility in court."
VICTIMS = "Support of victims of online abuse: a helpline, trained counsellors and a referral protocol."
PREUVE = (
    "Formation des magistrats à la preuve électronique : recevabilité, chaîne de conservation, audiences."
)
PRUEBA = "Capacitación de jueces en prueba electrónica: admisibilidad, cadena de custodia y audiencias."
PROVA = "Capacitação de juízes em prova eletrônica: admissibilidade, cadeia de custódia e audiências."
ULIKI = "Обучение судей работе с электронными доказательствами: допустимость и цепочка хранения улик."
ADILLA = "تدريب القضاة على الأدلة الإلكترونية: المقبولية وسلسلة الحيازة أمام المحاكم."
ZHENGJU = "为法官举办电子证据培训:证据的可采性、保管链以及庭审中的出示。"
LAO = "ການຝຶກອົບຮົມຜູ້ພິພາກສາກ່ຽວກັບຫຼັກຖານອີເລັກໂຕຣນິກ"
MIXED = "Training 培训 по кибербезопасности لفريق CERT, phase 2"

TEXTS = {
    "en": EVIDENCE,
    "fr": PREUVE,
    "es": PRUEBA,
    "pt": PROVA,
    "ru": ULIKI,
    "ar": ADILLA,
    "zh": ZHENGJU,
    "lo": LAO,
}
HOSTILE = (
    "",
    " \n\t ",
    "the of and to",
    "a\x00b\x00",
    "half \ud800 a character \udfff",
    "e" + "\u0301" * 500,
    "\u202eright to left\u202c",
    "٣ 3 ３ ½ ² 𝟛",
    "👩‍💻" * 10,
    MIXED,
    LAO,
)
ENDLESS = ("x" * 100_000, "电" * 50_000, "ກ" * 50_000, "e" + "\u0301" * 50_000, "a b " * 30_000)
TOPICS = ("EVI-01", "EVI-02", "INV-03", "VIC-01")
LEXICON = Lexicon(
    {
        "judge": {"en": ("judge",), "fr": ("magistrat", "juge"), "ru": ("судья", "судей"), "zh": ("法官",)},
        "evidence": {"en": ("evidence",), "fr": ("preuve",), "es": ("prueba",), "zh": ("证据",)},
        "electronic-evidence": {
            "en": ("electronic evidence", "digital evidence"),
            "fr": ("preuve électronique",),
            "es": ("prueba electrónica",),
            "pt": ("prova eletrônica",),
            "ru": ("электронные доказательства",),
            "ar": ("أدلة إلكترونية",),
            "zh": ("电子证据",),
        },
        "chain-of-custody": {
            "en": ("chain of custody",),
            "fr": ("chaîne de conservation", "chaîne de traçabilité"),
            "es": ("cadena de custodia",),
            "pt": ("cadeia de custódia",),
            "ru": ("цепочка хранения",),
            "ar": ("سلسلة الحيازة",),
            "zh": ("保管链",),
        },
        "bank": {"en": ("bank",), "fr": ("banque",)},
        "river-bank": {"en": ("bank", "river bank"), "fr": ("berge",)},
    }
)
TERMS = {
    "EVI-02": {
        "en": ("digital forensics laboratory", "write blocker"),
        "fr": ("laboratoire de criminalistique numérique",),
        "ru": ("лаборатория компьютерной криминалистики",),
    },
    "VIC-01": {"en": ("victim support", "helpline"), "fr": ("aide aux victimes",)},
}


def offer(id_: int = 1, **stated: Any) -> OfferProfile:
    """An offer for everybody, in English, posted *id_* days after the first one."""
    given = {
        "organisation_id": 100,
        "language": "en",
        "text": EVIDENCE,
        "posted_at": FIRST_POST + timedelta(days=id_),
    }
    return OfferProfile(id=id_, **{**given, **stated})


def need(id_: int = 1, **stated: Any) -> NeedProfile:
    """A need of the State GMB, in English, that lasts through 2027."""
    given = {
        "organisation_id": 1,
        "language": "en",
        "text": EVIDENCE,
        "country": "GMB",
        "regions": frozenset({"002", "202", "011"}),
        "groups": frozenset({"LDC", "ODA"}),
        "languages": frozenset({"en"}),
        "starts": date(2027, 1, 1),
        "ends": date(2027, 12, 31),
        "day": DAY,
        "budget_band": "50k_250k",
    }
    return NeedProfile(id=id_, **{**given, **stated})


def few(*values: Any) -> st.SearchStrategy[frozenset[Any]]:
    """None as often as some: whatever limits everything hides what the next rule would have said."""
    return st.just(frozenset()) | st.frozensets(st.sampled_from(values), max_size=2)


def mostly(usual: Any, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just(usual) | st.just(usual) | other


days = st.dates(date(2026, 6, 1), date(2028, 6, 1))
texts = st.sampled_from((*TEXTS.values(), FORENSICS, VICTIMS, *HOSTILE)) | st.text(max_size=60)
codes = st.lists(st.sampled_from(TOPICS), max_size=3, unique=True).map(tuple)
forms = st.lists(st.sampled_from(("TRN", "EQU", "MEN")), max_size=2, unique=True).map(tuple)
bands = st.sampled_from(("", "under_50k", "50k_250k", "250k_1m", "over_1m", "in_kind", "unheard of"))
languages = st.sampled_from(("", "en", "fr", "zh-Hans", "lo", "xx"))

needs = st.builds(
    NeedProfile,
    id=st.integers(1, 10**9),
    organisation_id=st.integers(1, 6),
    language=languages,
    title=st.text(max_size=20),
    text=texts,
    topics=codes,
    modalities=forms,
    country=st.sampled_from(("", "GMB", "LAO")),
    regions=few("002", "035"),
    groups=few("LDC", "LLDC"),
    languages=few("en", "fr", "lo"),
    starts=mostly(date.min, days),
    ends=mostly(date.max, days),
    day=mostly(DAY, days),
    named_donors=few(1, 2, 3),
    excluded_donors=few(1, 2, 3),
    budget_band=bands,
)
offers = st.builds(
    OfferProfile,
    id=st.integers(1, 12),
    organisation_id=st.integers(1, 6),
    language=languages,
    title=st.text(max_size=20),
    text=texts,
    topics=codes,
    modalities=forms,
    countries=few("", "GMB", "LAO"),
    regions=few("002", "035"),
    groups=few("LDC", "LLDC"),
    languages=few("en", "fr", "lo"),
    valid_from=mostly(date.min, days),
    valid_until=mostly(date.max, days),
    lead_time_weeks=mostly(0, st.integers(0, 60)),
    capacity_left=mostly(3, st.integers(-1, 1)),
    budget_band=bands,
    version=st.integers(1, 3),
    posted_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),
    is_public=st.booleans(),
)
catalogues = st.lists(offers, max_size=8, unique_by=lambda each: each.id)
