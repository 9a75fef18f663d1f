import pytest
from babel import Locale
from babel.core import UnknownLocaleError

from matchmaker.reference import UN_LANGUAGES, Direction, currencies, languages


def test_the_languages_of_the_united_nations_come_first():
    assert tuple(languages())[:6] == UN_LANGUAGES


def test_a_language_is_named_in_another_language():
    assert languages()["sw"].label("fr") == "swahili"
    assert languages()["ar"].label("zh") == "阿拉伯语"


def test_a_currency_is_named_in_another_language():
    assert currencies()["USD"].label("fr") == "dollar des États-Unis"


@pytest.mark.parametrize("reader", UN_LANGUAGES)
def test_every_language_and_currency_has_a_name_for_every_reader(reader):
    assert all(each.label(reader) for each in (*languages().values(), *currencies().values()))


def test_the_direction_of_writing_is_that_of_unicode_where_unicode_knows_it():
    for code, language in languages().items():
        try:
            assert language.direction == Locale.parse(code).text_direction, code
        except UnknownLocaleError:
            assert language.direction == Direction.LTR, code


def test_arabic_persian_pashto_urdu_and_dhivehi_run_from_right_to_left():
    right_to_left = {code for code, each in languages().items() if each.direction == Direction.RTL}
    assert right_to_left == {"ar", "fa", "ps", "ur", "dv"}
