"""Every kind of wrong row stops the program and says where, in which column, and what is allowed."""

import shutil

import pytest

from matchmaker.reference import (
    BadRow,
    areas,
    countries,
    currencies,
    groups,
    languages,
    memberships,
    modalities,
    regions,
    topic_terms,
    topics,
)
from matchmaker.reference.rows import HERE


@pytest.fixture
def folder(tmp_path):
    for path in HERE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def complaint(folder, file, right, wrong, load):
    """What *load* says after *right* became *wrong* in the file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(BadRow) as raised:
        load(folder)
    return str(raised.value)


def test_a_country_that_stands_twice_is_refused(folder):
    assert complaint(folder, "countries.csv", "AGO,AO,024", "AFG,AO,024", countries) == (
        'countries.csv, line 3, column iso3: found "AFG"; allowed: a code that stands once in this list'
    )


def test_two_countries_cannot_share_a_short_code(folder):
    assert complaint(folder, "countries.csv", "AGO,AO,024", "AGO,AF,024", countries) == (
        'countries.csv, line 3, column iso2: found "AF"; allowed: a code that stands once in this list'
    )


def test_two_countries_cannot_share_a_number(folder):
    assert complaint(folder, "countries.csv", "AGO,AO,024", "AGO,AO,004", countries) == (
        'countries.csv, line 3, column m49: found "004"; allowed: a code that stands once in this list'
    )


def test_a_country_needs_a_code_of_three_letters(folder):
    assert complaint(folder, "countries.csv", "AGO,AO", "Ago,AO", countries) == (
        'countries.csv, line 3, column iso3: found "Ago"; allowed: three capital letters'
    )


def test_a_country_cannot_lie_in_an_unknown_region(folder):
    assert complaint(folder, "countries.csv", "AFG,AF,004,142", "AFG,AF,004,999", countries) == (
        'countries.csv, line 2, column region: found "999"; allowed: one of 002, 019, 142, 150, 009'
    )


def test_a_country_cannot_lie_in_a_subregion_of_another_region(folder):
    assert complaint(folder, "countries.csv", "AFG,AF,004,142,034", "AFG,AF,004,142,154", countries) == (
        'countries.csv, line 2, column subregion: found "154"; allowed: one of 143, 030, 034, 035, 145'
    )


def test_a_country_of_sub_saharan_africa_needs_its_intermediate_region(folder):
    assert complaint(folder, "countries.csv", "AGO,AO,024,002,202,017", "AGO,AO,024,002,202,", countries) == (
        'countries.csv, line 3, column intermediate: found ""; allowed: one of 014, 017, 018, 011'
    )


def test_a_country_where_there_are_none_has_no_intermediate_region(folder):
    assert complaint(folder, "countries.csv", "AFG,AF,004,142,034,", "AFG,AF,004,142,034,017", countries) == (
        'countries.csv, line 2, column intermediate: found "017"; allowed: one of nothing'
    )


def test_a_country_without_a_name_in_one_language_is_refused(folder):
    assert complaint(folder, "countries.csv", "阿富汗", "", countries) == (
        'countries.csv, line 2, column zh: found ""; '
        "allowed: text that is not empty and has no space around it"
    )


def test_a_country_is_a_member_or_an_observer(folder):
    assert complaint(folder, "countries.csv", ",,member,Afghanistan", ",,guest,Afghanistan", countries) == (
        'countries.csv, line 2, column status: found "guest"; allowed: one of member, observer'
    )


def test_a_point_off_the_globe_is_refused(folder):
    assert complaint(folder, "countries.csv", "33.76,65.97", "133.76,65.97", countries) == (
        'countries.csv, line 2, column latitude: found "133.76"; allowed: a number from -90 to 90'
    )


def test_a_point_that_is_no_number_is_refused(folder):
    assert complaint(folder, "countries.csv", "33.76,65.97", "33.76,east", countries) == (
        'countries.csv, line 2, column longitude: found "east"; allowed: a number from -180 to 180'
    )


def test_a_row_with_a_column_too_many_is_refused(folder):
    said = complaint(folder, "currencies.csv", "USD", "USD,dollar", currencies)
    assert said == "currencies.csv, line 2: found 2 columns; allowed: 1 (code)"


def test_a_row_with_a_column_too_few_is_refused(folder):
    said = complaint(folder, "languages.csv", "en,ltr", "en", languages)
    assert said == "languages.csv, line 2: found 1 columns; allowed: 2 (code, direction)"


def test_an_empty_line_is_refused(folder):
    said = complaint(folder, "languages.csv", "en,ltr\n", "\nen,ltr\n", languages)
    assert said == "languages.csv, line 2: found 0 columns; allowed: 2 (code, direction)"


def test_a_header_with_other_columns_is_refused(folder):
    said = complaint(folder, "languages.csv", "code,direction", "direction,code", languages)
    assert said == "languages.csv, line 1: found direction, code; allowed: code, direction"


def test_a_list_that_is_missing_is_not_taken_for_an_empty_one(folder):
    (folder / "languages.csv").unlink()
    with pytest.raises(FileNotFoundError):
        languages(folder)


def test_a_subregion_of_an_unknown_region_is_refused(folder):
    assert complaint(folder, "regions.csv", "015,subregion,002", "015,subregion,003", regions) == (
        'regions.csv, line 3, column parent: found "003"; allowed: one of 002'
    )


def test_a_region_has_nothing_above_it(folder):
    assert complaint(folder, "regions.csv", "019,region,,", "019,region,002,", regions) == (
        'regions.csv, line 9, column parent: found "002"; allowed: one of nothing'
    )


def test_a_membership_of_an_unknown_country_is_refused(folder):
    said = complaint(folder, "groups.csv", "AFG,LDC,", "XXX,LDC,", memberships)
    assert said.startswith('groups.csv, line 2, column iso3: found "XXX"; allowed: one of AFG, AGO, ALB, ')


def test_a_membership_of_an_unknown_group_is_refused(folder):
    assert complaint(folder, "groups.csv", "AFG,LDC,", "AFG,G20,", memberships) == (
        'groups.csv, line 2, column group: found "G20"; allowed: one of LDC, LLDC, SIDS, ODA'
    )


@pytest.mark.parametrize(
    ("wrong", "allowed"),
    [
        ("13/12/2027", "a day as 2026-11-24"),
        ("2027-12-32", "a day that exists, as 2026-11-24"),
        ("1970-12-31", "nothing, or a day after 1971-01-01"),
    ],
)
def test_a_membership_with_a_bad_date_is_refused(folder, wrong, allowed):
    assert complaint(
        folder, "groups.csv", "AFG,LDC,1971-01-01,,", f"AFG,LDC,1971-01-01,{wrong},", memberships
    ) == (f'groups.csv, line 2, column valid_to: found "{wrong}"; allowed: {allowed}')


def test_a_country_cannot_be_in_a_group_twice_on_one_day(folder):
    twice = "AFG,LDC,1971-01-01,1990-01-01,once\nAFG,LDC,1989-12-31,,"
    assert complaint(folder, "groups.csv", "AFG,LDC,1971-01-01,,", twice, memberships) == (
        'groups.csv, line 3, column valid_from: found "1989-12-31"; '
        "allowed: a day when AFG is not in LDC already"
    )


def test_a_country_may_come_back_on_the_day_it_left(folder):
    path = folder / "groups.csv"
    text = path.read_text(encoding="utf-8")
    twice = "AFG,LDC,1971-01-01,1990-01-01,once\nAFG,LDC,1990-01-01,,"
    path.write_text(text.replace("AFG,LDC,1971-01-01,,", twice), encoding="utf-8")
    assert len(memberships(folder)) == len(memberships()) + 1


def test_a_membership_without_a_source_is_refused(folder):
    path = folder / "groups.csv"
    path.write_text("iso3,group,valid_from,valid_to,source\nAFG,LDC,1971-01-01,,\n", encoding="utf-8")
    with pytest.raises(BadRow, match="line 2, column source"):
        memberships(folder)


def test_a_group_name_for_an_unknown_group_is_refused(folder):
    assert complaint(folder, "group_names.csv", "LLDC,", "G77,", groups) == (
        'group_names.csv, line 3, column code: found "G77"; allowed: one of LDC, LLDC, SIDS, ODA'
    )


def test_an_area_without_its_paragraph_is_refused(folder):
    said = complaint(folder, "areas.csv", "cf. Art. 53\n", "\n", areas)
    assert said == (
        'areas.csv, line 9, column ref: found ""; '
        'allowed: a reference that begins with "cf. Art." or "cf. Arts"'
    )


def test_a_topic_in_an_unknown_area_is_refused(folder):
    assert complaint(folder, "topics.csv", "LEG-01,LEG,", "LEG-01,LAW,", topics) == (
        'topics.csv, line 2, column area: found "LAW"; '
        "allowed: one of LEG, INV, EVI, EQP, ICO, FIN, VIC, PRV, RES, IMP"
    )


def test_a_topic_whose_code_belongs_to_another_area_is_refused(folder):
    assert complaint(folder, "topics.csv", "LEG-01,LEG,", "INV-01,LEG,", topics) == (
        'topics.csv, line 2, column code: found "INV-01"; allowed: LEG, a hyphen and two digits'
    )


def test_a_modality_with_an_unknown_basis_is_refused(folder):
    assert complaint(
        folder, "modalities.csv", ",cf. Art. 54(2),T,D02", ",cf. Art. 54(2),X,D02", modalities
    ) == ('modalities.csv, line 2, column basis: found "X"; allowed: one of T, I')


@pytest.mark.parametrize(
    "wrong", ["national strategy|national strategy", "national strategy||roadmap", "a| b"]
)
def test_terms_are_different_and_tidy(folder, wrong):
    right = next(line for line in terms_of(folder) if line.startswith("LEG-01,en,"))
    assert complaint(folder, "topic_terms.csv", right, f"LEG-01,en,{wrong}", topic_terms) == (
        f'topic_terms.csv, line 72, column terms: found "{wrong}"; '
        "allowed: different terms, joined by |, with no space around them"
    )


def test_terms_in_one_language_stand_in_one_row(folder):
    assert complaint(folder, "topic_terms.csv", "LEG-01,fr,", "LEG-01,en,", topic_terms) == (
        'topic_terms.csv, line 73, column language: found "en"; '
        "allowed: a language that stands once for this code"
    )


def test_a_topic_without_terms_in_one_language_is_refused(folder):
    right = next(line for line in terms_of(folder) if line.startswith("LEG-01,zh,"))
    said = complaint(folder, "topic_terms.csv", right + "\n", "", topic_terms)
    assert said == "topic_terms.csv: LEG-01 has no row for zh."


def terms_of(folder):
    return (folder / "topic_terms.csv").read_text(encoding="utf-8").splitlines()


def test_a_language_runs_to_the_right_or_to_the_left(folder):
    assert complaint(folder, "languages.csv", "en,ltr", "en,up", languages) == (
        'languages.csv, line 2, column direction: found "up"; allowed: one of ltr, rtl'
    )
