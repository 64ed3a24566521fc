"""The survey among the schools (requirements (h)): the figures that are whole give the printed percentages, the lost stay lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pop.access.actor import acting
from pop.demo.places import user
from pop.surveys import actions, figures
from pop.surveys.content import Content, ready
from pop.surveys.counted import CountsError, read
from pop.surveys.models import Round, Survey

SCALE = ("very_large", "large", "some", "small", "very_small", "dont_know")
YES_NO = ("yes", "no", "dont_know")
COUNTS: dict[str, dict[str, int | None]] = {
    "q1": {"yes": None, "no": None, "dont_know": 1},
    "q2": dict.fromkeys(YES_NO),
    "q3": {"yes": 3, "no": 11, "dont_know": 0, "which": 5},
    "q5": dict(zip(SCALE, (0, 4, 4, 3, 0, 8), strict=True)),
    "q6": dict(zip(SCALE, (1, 7, 2, 0, 1, 8), strict=True)),
    "q9": dict(zip(YES_NO, (13, 2, 4), strict=True)),
    "q10": dict(zip(YES_NO, (3, 16, 0), strict=True)),
    "q11": dict(zip(SCALE, (5, 4, 1, 2, 0, 7), strict=True)),
    "q12": dict(zip(SCALE, (2, 1, 1, 1, 3, 11), strict=True)),
    "q13": dict.fromkeys(YES_NO) | {"no": 9},
    "q15": dict.fromkeys(SCALE) | {"very_large": 3, "large": 9},
    "q18": dict(zip(YES_NO, (14, 0, 5), strict=True)),
    "q19": dict(zip(YES_NO, (1, 7, 11), strict=True)),
}
PRINTED: dict[str, dict[str, float]] = {
    "q3": {"yes": 15.8, "no": 57.9, "dont_know": 0.0, "which": 26.3},
    "q5": dict(zip(SCALE, (0.0, 21.1, 21.1, 15.8, 0.0, 42.1), strict=True)),
    "q6": dict(zip(SCALE, (5.3, 36.8, 10.5, 0.0, 5.3, 42.1), strict=True)),
    "q9": dict(zip(YES_NO, (68.4, 10.5, 21.1), strict=True)),
    "q10": dict(zip(YES_NO, (15.8, 84.2, 0.0), strict=True)),
    "q11": dict(zip(SCALE, (26.3, 21.1, 5.3, 10.5, 0.0, 36.8), strict=True)),
    "q12": dict(zip(SCALE, (10.5, 5.3, 5.3, 5.3, 15.8, 57.9), strict=True)),
    "q18": dict(zip(YES_NO, (73.7, 0.0, 26.3), strict=True)),
    "q19": dict(zip(YES_NO, (5.3, 36.8, 57.9), strict=True)),
}
"""As they stand in the source, one decimal."""


def as_file(counts: dict[str, dict[str, int | None]]) -> str:
    rows = [
        f"{question};{choice};{'' if count is None else count}"
        for question, found in counts.items()
        for choice, count in found.items()
    ]
    return "\n".join(["question;choice;count", *rows])


@pytest.fixture
def school() -> Content:
    return dict(ready())["skolene"]


@pytest.fixture
def brought(school) -> Round:
    with acting(user("eva").pk):
        return actions.bring_in(
            survey=Survey.objects.get(code="skolene"), by=user("eva"), name="Skolene 2025", unit=None, number=19,
            counted=read(as_file(COUNTS), school, 19),
        )  # fmt: skip


def test_the_figures_that_are_whole_give_the_printed_percentages(brought, school) -> None:
    with acting(user("eva").pk):
        found = {
            result.question.id: result for result in figures.results(brought, school, figures.total(brought))
        }
    for name, printed in PRINTED.items():
        ids = [choice.id for choice in found[name].question.options()]
        shares = [None if bar.percent is None else round(bar.percent, 1) for bar in found[name].bars]
        assert dict(zip(ids, shares, strict=True)) == printed, name


def test_what_is_lost_stays_marked_as_lost(brought, browse) -> None:
    page = browse("eva").get(f"/undersokelser/runde/{brought.key}/").content.decode()
    lost = sum(1 for found in COUNTS.values() for count in found.values() if count is None)
    assert page.count("tapt") == lost
    assert "19 har svart." in page


def test_counts_are_brought_in_from_a_file(browse) -> None:
    with acting(user("eva").pk):
        survey = Survey.objects.get(code="skolene")
    url = f"/undersokelser/{survey.key}/les-inn/"
    given = {"name": "Skolene 2025", "number": "19"}
    file = SimpleUploadedFile("tall.csv", ("\ufeff" + as_file(COUNTS)).encode(), "text/csv")
    page = browse("eva").post(url, given | {"file": file}, follow=True).content.decode()
    assert "Tallene er lest inn." in page
    assert "73,7 %" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a;b\n1;2", "kolonnene question, choice og count"),
        ("question;choice;count\nq99;yes;1", "har ikke spørsmålet «q99»"),
        ("question;choice;count\nq7;yes;1", "har ikke spørsmålet «q7»"),
        ("question;choice;count\nq9;perhaps;1", "har ikke svaret «perhaps»"),
        ("question;choice;count\nq9;yes;20", "høyst 19"),
        ("question;choice;count\nq9;yes;-1", "høyst 19"),
        ("question;choice;count\nq9;yes;1\nq9;yes;2", "Linje 3"),
        ("question;choice;count", "ingen linjer"),
    ],
)
def test_a_file_with_a_mistake_says_where(school, text, says) -> None:
    with pytest.raises(CountsError, match=says):
        read(text, school, 19)


def test_a_bad_file_is_told_beside_the_field_and_nothing_is_stored(browse) -> None:
    with acting(user("eva").pk):
        survey = Survey.objects.get(code="skolene")
    for content, says in ((b"\xff\xfe", "UTF-8"), (b"a;b", "kolonnene")):
        file = SimpleUploadedFile("tall.csv", content, "text/csv")
        page = browse("eva").post(
            f"/undersokelser/{survey.key}/les-inn/", {"name": "X", "number": "19", "file": file}
        )
        assert says in page.content.decode()
    with acting(user("eva").pk):
        assert not Round.objects.filter(name="X").exists()
