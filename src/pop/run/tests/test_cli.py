"""Wrong use is answered in one Norwegian line with exit code 2, never with a traceback."""

import argparse

import pytest

from pop.run import cli


@pytest.mark.parametrize(
    "words",
    [
        ["finnesikke"],
        ["demo", "--port"],
        ["demo", "--port", "mange"],
        ["demo", "--port", "0"],
        ["demo", "--port", "70000"],
        ["demo", "--dat", "x"],
        ["demo", "ekstra"],
        ["check", "ekstra"],
        ["test", "--finnesikke"],
        ["test", "ekstra"],
        ["manage"],
        ["import"],
        ["import", "plan"],
        ["import", "plan", "/finnes/ikke"],
        ["import", "min-pop", "--as"],
        ["import", "min-pop", "a.docx", "--finnesikke"],
        ["bench", "ekstra"],
        ["bench", "--plans", "mange"],
        ["bench", "--plans", "0"],
        ["bench", "--plans", "1000,"],
        ["bench", "--seconds", "0"],
        ["serve", "--workers", "0"],
        ["serve"],
    ],
)
def test_wrong_use_gives_one_line_and_two(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POP_DATABASE_URL", "POP_ACTOR_KEY", "POP_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(words) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("pop: ")
    assert output.err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_help_lists_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 0
    shown = capsys.readouterr().out
    assert all(f"  {command.usage}" in shown for command in cli.COMMANDS.values())


def test_the_usage_of_import_names_every_option_there_is() -> None:
    parser = argparse.ArgumentParser()
    cli.COMMANDS["import"].arguments(parser)
    options = {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}
    assert {option for option in options if option not in cli.COMMANDS["import"].usage} == set()


def test_sizes_are_measured_from_the_smallest_and_once() -> None:
    assert cli.parse("bench", ["--plans", "500,20,500"]).plans == [20, 500]


def test_what_stands_after_the_mark_goes_to_pytest() -> None:
    given = cli.parse("test", ["--only", "samtykke", "--", "-x", "--lf"])
    assert (given.only, given.rest) == ("samtykke", ["-x", "--lf"])


def test_psql_gets_its_own_arguments_in_order() -> None:
    given = cli.parse("db", ["--owner", "-c", "select 1", "-At"])
    assert (given.owner, given.rest) == (True, ["-c", "select 1", "-At"])


def test_options_of_a_django_command_are_left_to_it() -> None:
    given = cli.parse("manage", ["migrate", "plans", "--data", "x", "--fake"])
    assert given.words == ["migrate", "plans", "--data", "x", "--fake"]
    assert given.data == cli.DATA


def test_preview_may_stand_anywhere() -> None:
    given = cli.parse("import", ["plan", "--preview", "a.docx", "b.docx"])
    assert (given.kind, given.preview, [file.name for file in given.files]) == (
        "plan",
        True,
        ["a.docx", "b.docx"],
    )


def test_the_web_server_does_not_learn_the_owners_password(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "POP_DATABASE_URL": "a",
        "POP_ACTOR_KEY": "b",
        "POP_SECRET_KEY": "c",
        "POP_OWNER_DATABASE_URL": "d",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    started: list[dict[str, str]] = []

    def become(_command: list[str], told: dict[str, str]) -> None:
        started.append(told)

    monkeypatch.setattr(cli, "become", become)
    monkeypatch.setattr(cli, "require_free_port", lambda *_: None)
    cli.main(["serve"])
    assert started[0]["POP_DATABASE_URL"] == "a"
    assert started[0]["POP_LOGIN"] == "web"
    assert "POP_OWNER_DATABASE_URL" not in started[0]
