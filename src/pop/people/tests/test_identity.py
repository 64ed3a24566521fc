"""Identity numbers of every kind that is given today or will be (domain, section 3)."""

import pytest

from pop.people.identity import is_national_id, is_synthetic, mask

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("02013299997", "an ordinary number"),
        ("30108299920", "another ordinary number"),
        ("30108299939", "valid by the rule of 2032 only"),
        ("20914695016", "synthetic: month + 80"),
        ("47906701517", "synthetic D-number: day + 40, month + 80"),
        ("68467038838", "D-number with month + 40"),
    ],
)
def test_a_valid_number_is_accepted(number, kind):
    assert is_national_id(number), kind


@pytest.mark.parametrize(
    "number",
    ["02013299998", "30108299921", "00000000000", "12345678901", "8209146950", "20914695016 ", "abc", ""],
)
def test_a_wrong_number_is_refused(number):
    assert not is_national_id(number)


def test_changing_any_single_digit_makes_a_number_wrong():
    number = "20914695016"
    for place in range(9):
        for digit in "0123456789":
            if digit != number[place]:
                changed = number[:place] + digit + number[place + 1 :]
                # The first control digit may leave 0 to 3 from 2032; the second always finds the change.
                assert not is_national_id(changed), changed


def test_only_the_synthetic_series_counts_as_synthetic():
    assert is_synthetic("20914695016")
    assert not is_synthetic("02013299997")


def test_a_number_in_a_text_is_hidden_however_it_is_written():
    assert mask("Han har 20914695016.") == "Han har •••••• •••••."
    assert mask("209146 95016") == "•••••• •••••"
    assert mask("Telefon 22 00 00 01") == "Telefon 22 00 00 01"
