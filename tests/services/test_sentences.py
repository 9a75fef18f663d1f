"""What is wrong with a value from a file: which field, what was found, what may stand there."""

from typing import Any

import pytest
from pydantic import ValidationError

from matchmaker.services.drafts import NeedDraft, OfferDraft
from matchmaker.services.sentences import problems


def said(kind: type, **written: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        kind(**written)
    return problems(refused.value)


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        (
            NeedDraft,
            {"beneficiary_count": "٣"},
            'beneficiary_count: found "٣"; it must be a whole number in digits',
        ),
        (NeedDraft, {"women_share": 101}, 'women_share: found "101"; the number may be at most 100'),
        (OfferDraft, {"capacity": 0}, 'capacity: found "0"; the number must be at least 1'),
        (
            NeedDraft,
            {"earliest_start": "31/03/2027"},
            'earliest_start: found "31/03/2027"; it must be a day such as 2027-03-31',
        ),
        (
            NeedDraft,
            {"earliest_start": "1999-01-01"},
            'earliest_start: found "1999-01-01"; the day must lie between 2000 and 2100',
        ),
        (NeedDraft, {"title": "a\x00b"}, 'title: found "a\\x00b"; it holds a character that cannot be read'),
        (OfferDraft, {"topics": ["EVI-99"]}, 'topics.0: found "EVI-99"; this code is not in our lists'),
        (NeedDraft, {"state": "published"}, 'state: found "published"; there is no such field'),
        (
            NeedDraft,
            {"earliest_start": "2027-02-01", "latest_end": "2027-01-01"},
            "dates: the end is before the start",
        ),
        (NeedDraft, {"shows_country": "perhaps"}, 'shows_country: found "perhaps"; it must be true or false'),
    ],
)
def test_a_sentence_says_field_value_and_reason(kind: type, written: dict, sentence: str) -> None:
    assert said(kind, **written) == [sentence]


def test_a_long_value_is_quoted_in_short() -> None:
    (sentence,) = said(NeedDraft, title="x" * 1_000)
    assert sentence == f'title: found "{"x" * 40}…"; it is longer than 200 characters'


def test_every_fault_is_told() -> None:
    assert len(said(NeedDraft, title=7, currency="XYZ", women_share=-1)) == 3
