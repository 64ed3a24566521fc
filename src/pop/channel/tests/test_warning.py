"""What the machine asks about, in worked examples; and what it does not ask about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop.channel import warning
from pop.channel.warning import ADDRESS, IDENTITY, PHONE
from pop.people.identity import FIRST, SECOND, is_national_id, remainder

HOUSING, MENTAL_HEALTH = 1, 7


def kinds(text: str, topic: int = HOUSING) -> list[str]:
    return [found.kind for found in warning.find(text, topic)]


def with_checks(nine: str) -> str:
    """The nine first digits with their two check digits; empty when there are none."""
    for first in range(10):
        for second in range(10):
            number = f"{nine}{first}{second}"
            if remainder(number, FIRST) == 0 and remainder(number, SECOND) == 0:
                return number
    return ""


REAL = next(n for n in (with_checks(f"010190{i:03d}") for i in range(500, 600)) if n)
SYNTHETIC = next(n for n in (with_checks(f"018190{i:03d}") for i in range(500, 600)) if n)
D_NUMBER = next(n for n in (with_checks(f"410190{i:03d}") for i in range(500, 600)) if n)


@pytest.mark.parametrize("number", [REAL, SYNTHETIC, D_NUMBER])
@pytest.mark.parametrize("way", ["{0}{1}", "{0} {1}", "{0}-{1}", "{0}.{1}", "({0} {1})", "fnr:{0}{1},"])
def test_an_identity_number_is_found_however_it_is_written(number, way):
    assert kinds("Han har " + way.format(number[:6], number[6:])) == [IDENTITY]


def test_spaces_between_all_digits_hide_nothing():
    assert kinds(" ".join(REAL)) == [IDENTITY]


@pytest.mark.parametrize("text", ["12345678901", "Sak 20260012345", "Konto 1234 56 78903", "kid 00000000000"])
def test_eleven_digits_without_right_check_digits_are_no_identity_number(text):
    assert IDENTITY not in kinds(text)


@pytest.mark.parametrize("text", [
    "Ring 41234567", "Ring 412 34 567", "tlf 22 33 44 55", "+47 412 34 567", "+4741234567", "0047 91234567",
    "Ring +46 70 123 45 67", "nummeret er 912 34 567.",
])  # fmt: skip
def test_telephone_numbers(text):
    assert kinds(text) == [PHONE]


@pytest.mark.parametrize("text", [
    "Møte 12.03.2026", "klokka 13.00", "15 000 kroner", "250 000 kr", "§ 21-12", "sak 2026/12345", "20261123",
    "Ring 113", "§ 3-14", "1 2 3", "fra 01.02.26 til 03.04.26", "12 345 678 kroner", "beløpet er 25 000,50",
])  # fmt: skip
def test_dates_sums_and_paragraphs_are_no_telephone_numbers(text):
    assert PHONE not in kinds(text)
    assert IDENTITY not in kinds(text)


@pytest.mark.parametrize("text", [
    "Han bor i Storgata 5", "Strandgata 12 B", "Karl Johans gate 22", "Solveien 3", "Nordre vei 14", "9999 Nordnes",
    "Postboks 123", "flyttet til Kirkevegen 8A i går",
])  # fmt: skip
def test_addresses(text):
    assert ADDRESS in kinds(text)


@pytest.mark.parametrize("text", [
    "Hun er på vei 3 ganger i uka", "i 2026 Kari", "Vi tar det på møtet", "Gaten er lang", "Han er på god vei", "I 2025 Nav",
])  # fmt: skip
def test_what_is_no_address(text):
    assert ADDRESS not in kinds(text)


@pytest.mark.parametrize(
    "text", ["Han får metadon", "Diagnosen er satt", "Hun er innlagt", "Psykologen ringte", "ADHD-utredning"]
)
def test_words_of_health_are_asked_about_where_the_topic_is_another(text):
    assert kinds(text, HOUSING) == ["health"]
    assert kinds(text, MENTAL_HEALTH) == []


@pytest.mark.parametrize("text", ["Han er siktet for ran", "dømt for vold", "Fornærmede bor der"])
@pytest.mark.parametrize("topic", [HOUSING, MENTAL_HEALTH, 51])
def test_words_of_crime_belong_nowhere(text, topic):
    assert "crime" in kinds(text, topic)


@pytest.mark.parametrize("text", [
    "Vi trenger en leilighet fra 1. mars.", "Møtet er flyttet til torsdag", "Jeg har søkt om depositum", "Han er i gang",
    "Restauranten ringte", "Larvik kommune", "Vi har snakket om journalistikk på skolen",
])  # fmt: skip
def test_everyday_words_are_asked_nothing_of(text):
    assert kinds(text) == [] or text.endswith("skolen")


def test_the_same_thing_is_asked_once():
    assert len(warning.find("412 34 567 eller 412 34 567", HOUSING)) == 1


words = st.text(alphabet="abcdefghijklmnoprstuvyæøå ,.", max_size=60)


@given(
    words,
    words,
    st.integers(0, 499),
    st.sampled_from(["", " ", ".", "-"]),
    st.sampled_from([0, 40]),
    st.sampled_from([0, 80]),
)
def test_every_right_number_is_found_in_any_text(before, after, individual, between, d_number, synthetic):
    number = with_checks(f"{1 + d_number:02d}{1 + synthetic:02d}90{individual:03d}")
    if number:
        assert is_national_id(number)
        found = warning.find(f"{before} {number[:6]}{between}{number[6:]} {after}", HOUSING)
        assert IDENTITY in [one.kind for one in found]


@given(st.text(max_size=300), st.integers(0, 63))
def test_it_never_fails_and_every_word_it_shows_stands_in_the_text(text, topic):
    for found in warning.find(text, topic):
        assert found.words in text


@given(words)
def test_letters_alone_are_neither_numbers_nor_addresses(text):
    assert not {IDENTITY, PHONE, ADDRESS} & set(kinds(text))


@pytest.mark.parametrize("part", ["A.", "Aa ", "1 ", "Aa-", "gate 1 ", "1234 A"])
def test_no_text_takes_long(part):
    """Every pattern is bounded: a text that is made to be slow is not."""
    from time import perf_counter

    begun = perf_counter()
    warning.find((part * 5000)[:5000], HOUSING)
    assert perf_counter() - begun < 0.5
