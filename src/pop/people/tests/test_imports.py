"""Registers from files: what is told, what is kept, and what wrong use answers."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from pop.people import imports
from pop.people.imports import Report, WrongFile
from pop.people.models import Agency, Region, Unit, Ward

UNITS = (
    "navn;slag;region;telefon;avdelinger\nLia fengsel;fengsel;Region skog;22 00 00 20;Avdeling A|Avdeling B\n"
)


@pytest.fixture(autouse=True)
def as_administrator(act_as_member: Any) -> Any:
    """The owner's login reads files in earnest; here the administrator does, under the rules."""
    with act_as_member("jon"):
        yield


def file(folder: Path, text: str, encoding: str = "utf-8", name: str = "fil.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def run(*words: str) -> None:
    call_command("import_data", *words)


def test_units_come_with_region_and_wards_and_a_second_time_nothing_changes(
    tmp_path: Path, capsys: Any
) -> None:
    path = file(tmp_path, UNITS)
    run("units", path)
    unit = Unit.objects.get(name="Lia fengsel")
    assert (unit.kind, unit.region.name, unit.phone) == ("prison", "Region skog", "22 00 00 20")
    assert list(unit.wards.values_list("name", flat=True)) == ["Avdeling A", "Avdeling B"]
    run("units", path)
    assert capsys.readouterr().out == (
        "fil.csv: lagt til 1, endret 0, uendret 0, feil 0\nfil.csv: lagt til 0, endret 0, uendret 1, feil 0\n"
    )


def test_what_differs_is_changed(tmp_path: Path, capsys: Any) -> None:
    run("units", file(tmp_path, "navn,slag,region,telefon\nSolvik fengsel,fengsel,Region kyst,99 99 99 99\n"))
    assert "endret 1" in capsys.readouterr().out
    assert Unit.objects.get(name="Solvik fengsel").phone == "99 99 99 99"


def test_one_wrong_line_keeps_the_whole_file_out(tmp_path: Path, capsys: Any) -> None:
    text = UNITS + "Ås fengsel;fangsel;Region skog\nTom;;Region skog\n"
    with pytest.raises(SystemExit) as stopped:
        run("units", file(tmp_path, text))
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert "lagt til 1, endret 0, uendret 0, feil 2: linje 3: slaget «fangsel» er ukjent" in told
    assert "linje 4: slag er tom" in told
    assert "ingenting fra denne filen er lagret" in told
    assert not Unit.objects.filter(name="Lia fengsel").exists()


def test_a_preview_keeps_nothing(tmp_path: Path, capsys: Any) -> None:
    run("units", file(tmp_path, UNITS), "--preview")
    assert "lagt til 1" in (told := capsys.readouterr().out)
    assert "forhåndsvisning" in told
    assert not Region.objects.filter(name="Region skog").exists()
    assert not Ward.objects.filter(unit__name="Lia fengsel").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_letters_come_through_whatever_wrote_the_file(tmp_path: Path, encoding: str) -> None:
    run("units", file(tmp_path, "Navn;Slag;Region\r\nÆrfugl fengsel;Fengsel;Region kyst\r\n", encoding))
    assert Unit.objects.filter(name="Ærfugl fengsel").exists()


def test_agencies_with_parent_numbers_and_secrecy(tmp_path: Path) -> None:
    text = (
        "slag;navn;hører til;kommunenummer;organisasjonsnummer;navnet avslører noe\n"
        "bydel;Bydel Havna;Nordnes kommune;;974760673;nei\n"
        "spesialisthelsetjenesten;Havna rusklinikk;;;;ja\n"
    )
    run("agencies", file(tmp_path, text))
    district = Agency.objects.get(name="Bydel Havna")
    assert str(district.parent) == "Nordnes kommune"
    assert district.organisation_number == "974760673"
    assert Agency.objects.get(name="Havna rusklinikk").sensitive


def test_a_column_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    """A list of names must not make a clinic's name public again."""
    run("agencies", file(tmp_path, "slag,navn\nspesialisthelsetjenesten,Lindelia rusklinikk\n"))
    assert Agency.objects.get(name="Lindelia rusklinikk").sensitive


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("bydel;Bydel Havna;Ukjent kommune;;", "fant ikke én etat som heter «Ukjent kommune»"),
        ("bydel;Bydel Havna;;12;", "Et kommunenummer har fire siffer."),
        ("bydel;Bydel Havna;;;123456789", "ikke et gyldig organisasjonsnummer"),
        ("bydel;" + "x" * 151 + ";;;", "er for langt"),
        ("planet;Havna;;;", "slaget «planet» er ukjent"),
    ],
)
def test_each_wrong_line_says_why(tmp_path: Path, capsys: Any, line: str, why: str) -> None:
    head = "slag;navn;hører til;kommunenummer;organisasjonsnummer\n"
    with pytest.raises(SystemExit):
        run("agencies", file(tmp_path, f"{head}{line}\n"))
    told = capsys.readouterr().out
    assert "linje 2: " in told
    assert why in told


def test_municipalities_of_the_same_name_carry_their_county(tmp_path: Path, capsys: Any) -> None:
    text = "kommunenummer,kommunenavn,fylkesnavn\n1515,Herøy,Møre og Romsdal\n1818,Herøy,Nordland\n0301,Oslo,Oslo\n"
    path = file(tmp_path, text)
    run("municipalities", path)
    run("municipalities", path)
    assert "lagt til 0, endret 0, uendret 3" in capsys.readouterr().out
    names = Agency.objects.exclude(municipality_number="").values_list("municipality_number", "name")
    assert dict(names) == {
        "0301": "Oslo kommune",
        "1515": "Herøy kommune (Møre og Romsdal)",
        "1818": "Herøy kommune (Nordland)",
    }


def test_a_municipality_that_was_there_without_its_number_gets_it(tmp_path: Path) -> None:
    run("municipalities", file(tmp_path, "kommunenummer,kommunenavn\n9901,Nordnes\n"))
    assert Agency.objects.get(name="Nordnes kommune").municipality_number == "9901"


def test_a_new_name_changes_the_municipality(tmp_path: Path, capsys: Any) -> None:
    run("municipalities", file(tmp_path, "kommunenummer,kommunenavn\n9901,Nordnes\n"))
    run("municipalities", file(tmp_path, "kommunenummer,kommunenavn\n9901,Nordneset\n"))
    assert capsys.readouterr().out.endswith("endret 1, uendret 0, feil 0\n")
    assert Agency.objects.filter(municipality_number="9901").count() == 1


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("ukjent", UNITS, "Kjenner ikke slaget «ukjent»."),
        ("units", "navn;slag\nx;fengsel\n", "mangler kolonnen region"),
        ("units", "", "mangler kolonnen navn, slag, region"),
        ("units", "\0\0", "ikke en tekstfil"),
    ],
)
def test_wrong_use_is_one_line_and_code_two(
    tmp_path: Path, capsys: Any, kind: str, text: str, told: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(kind, file(tmp_path, text))
    assert stopped.value.code == 2
    out = capsys.readouterr().err
    assert told in out
    assert out.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line_and_code_two(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("units", str(tmp_path / "borte.csv"))
    assert stopped.value.code == 2
    assert "Finner ikke filen" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("units",), ("units", "a.csv", "--finnesikke")])
def test_wrong_words_are_one_line_and_code_two(capsys: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    out = capsys.readouterr().err
    assert out.startswith("Feil bruk. Skriv: import_data SLAG FIL")
    assert out.count("\n") == 1


def test_an_option_that_would_do_nothing_is_told(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("units", file(tmp_path, "navn;slag;region"), "--sure")
    assert stopped.value.code == 2
    assert "har bare valget --preview" in capsys.readouterr().err


def test_another_feature_adds_a_kind(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def importer(path: Path) -> Report:
        if path.read_text() != "riktig":
            raise WrongFile("filen er ikke et skjema")
        Region.objects.create(name="Fra skjema")
        return Report(added=1)

    monkeypatch.setattr(imports, "KINDS", imports.KINDS)
    monkeypatch.setitem(imports.KINDS, "prøve", importer)
    run("prøve", file(tmp_path, "riktig", name="a.docx"))
    assert "a.docx: lagt til 1" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        run("prøve", file(tmp_path, "galt", name="b.docx"))
    assert stopped.value.code == 2
