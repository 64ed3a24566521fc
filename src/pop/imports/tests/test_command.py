"""`./pop import min-pop`: what it prints, what it stores, and how it answers wrong use."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import call_command

from pop.access.actor import acting
from pop.demo.places import user
from pop.imports.minpop import read_form, to_json
from pop.imports.tests.build import docx, header, p
from pop.imports.tests.build import form as whole_form
from pop.people.models import PersonIdentity
from pop.plans.models import Measure, Need, Plan
from pop.run import cli

Command = Callable[..., subprocess.CompletedProcess[str]]
AS_MARTE = ("--as", "Marte Nygård", "--unit", "Solvik fengsel")


@pytest.fixture
def ola(tmp_path: Path) -> str:
    path = tmp_path / "ola.docx"
    path.write_bytes(whole_form())
    return str(path)


@pytest.fixture
def import_data(committed: str) -> Command:
    """The command as `./pop import` starts it: a process of the owner, on a database of this test's own."""

    def named(variable: str) -> str:
        return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{committed}"))

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        urls = {name: named(name) for name in ("POP_DATABASE_URL", "POP_OWNER_DATABASE_URL")}
        return subprocess.run(
            [sys.executable, "-m", "django", "import_data", "min-pop", *words],
            env=os.environ | urls | {"POP_LOGIN": "owner"} | more,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def wrong(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Wrong use ends with 2 and one line; the line."""
    with pytest.raises(SystemExit) as end:
        call_command("import_data", "min-pop", *words)
    assert end.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.strip().count("\n") == 0
    return output.err


def test_a_preview_is_json_with_the_keys_in_order(ola: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_data", "min-pop", ola, "--preview")
    printed = capsys.readouterr().out
    found = json.loads(printed)
    assert list(found) == ["understood", "doubtful", "not_placed"]
    assert list(found["understood"])[:3] == ["name", "archive_number", "case_worker"]
    assert "Søke bolig – kommunen" in printed
    assert (
        found.keys()
        == to_json(read_form(whole_form(), today=Plan._meta.get_field("created_on").default())).keys()
    )


def test_several_files_are_a_list(ola: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_data", "min-pop", ola, ola, "--preview")
    assert [one["understood"]["name"] for one in json.loads(capsys.readouterr().out)] == [
        "Ola Vik",
        "Ola Vik",
    ]


def test_a_preview_stores_nothing_and_is_utf_8_on_any_terminal(import_data: Command, ola: str) -> None:
    done = import_data(ola, "--preview", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "Søke bolig – kommunen" in done.stdout
    with acting(user("marte").pk):
        assert not Plan.objects.filter(person__family_name="Vik")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--as NAVN --unit ENHET"),
        (("--as", "Marte Nygård"), "--as NAVN --unit ENHET"),
        (("--born", "i går", *AS_MARTE), "--born"),
        (("--as", "Ingen Slik", "--unit", "Solvik fengsel"), "Finner ingen bruker"),
    ],
)
def test_wrong_use_is_one_line(
    words: tuple[str, ...], says: str, ola: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in wrong(capsys, ola, *words)


def test_one_birth_date_is_not_for_two_people(ola: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "én fil" in wrong(capsys, ola, ola, "--born", "1.2.1990", *AS_MARTE)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "bilde.docx"
    picture.write_bytes(b"\x89PNG")
    assert "ikke en lesbar Word-fil" in wrong(capsys, str(picture), "--preview")
    assert "Finner ikke filen" in wrong(capsys, str(tmp_path / "borte.docx"), "--preview")


def test_a_form_becomes_a_plan_of_the_one_who_is_named(import_data: Command, ola: str) -> None:
    done = import_data(ola, "--born", "1.2.1990", *AS_MARTE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ola.docx: lest inn: 3 innsatsområder, 2 mål, 2 tiltak")
    with acting(user("marte").pk):
        plan = Plan.objects.get(person__family_name="Vik")
        assert str(PersonIdentity.objects.get(person=plan.person_id).birth_date) == "1990-02-01"
        assert Measure.objects.filter(plan=plan).count() == 2
        assert set(Need.objects.filter(plan=plan).values_list("written_by", flat=True)) == {user("marte").pk}
    with acting(user("anders").pk):
        assert not Plan.objects.filter(person__family_name="Vik")


def test_the_same_person_is_not_stored_twice_and_a_namesake_only_when_sure(
    import_data: Command, ola: str, tmp_path: Path
) -> None:
    assert import_data(ola, *AS_MARTE).returncode == 0
    again = import_data(ola, "--sure", *AS_MARTE)
    assert again.returncode == 1
    assert "Doculivenummeret" in again.stdout
    namesake = tmp_path / "navnebror.docx"
    namesake.write_bytes(docx(p("Min POP"), header(archive_number="202600002"), p("Endringslogg")))
    doubtful = import_data(str(namesake), *AS_MARTE)
    assert (doubtful.returncode, doubtful.stdout.count("\n")) == (1, 1)
    assert "--sure" in doubtful.stdout
    assert import_data(str(namesake), "--sure", *AS_MARTE).returncode == 0
    with acting(user("marte").pk):
        assert Plan.objects.filter(person__family_name="Vik").count() == 2


def test_nobody_reads_in_where_they_do_not_work(import_data: Command, ola: str) -> None:
    for words in (
        ("--as", "Silje Bakke", "--unit", "Solvik fengsel"),
        ("--as", "Kari Moen", "--unit", "Solvik fengsel"),
    ):
        done = import_data(ola, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "arbeider ikke i en enhet" in done.stderr
        assert "Traceback" not in done.stderr
    with acting(user("marte").pk):
        assert not Plan.objects.filter(person__family_name="Vik")


def test_pop_import_passes_the_options_on(ola: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("pop.run.commands.manage", lambda data, words: seen.extend(words) or 0)
    assert (
        cli.main(["import", "min-pop", ola, "--as", "Marte Nygård", "--unit", "Solvik fengsel", "--sure"])
        == 0
    )
    assert seen == ["import_data", "min-pop", ola, "--sure", "--as=Marte Nygård", "--unit=Solvik fengsel"]
