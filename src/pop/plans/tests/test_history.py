"""The Endringslogg of the Word forms: each form by itself, for the person and the contact team."""

from django.template.loader import render_to_string

from pop.plans.history import form_logs
from pop.plans.plan_actions import keep_history


def row(version: str, change: str) -> dict[str, str]:
    return {"version": version, "date": "1.9.2026", "change": change, "changed_by": "Eva Lie"}


def part(plan) -> str:
    return render_to_string("plans/parts/form_logs.html", {"form_logs": form_logs(plan)})


def test_without_a_form_there_is_no_list(act_as_member, plan) -> None:
    with act_as_member("elias"):
        assert part(plan).strip() == ""


def test_two_forms_stand_apart_in_the_order_they_were_read_in(act_as_member, plan) -> None:
    with act_as_member("marte"):
        keep_history(plan=plan, rows=[row("1", "Opprettet"), row("2", "Ny bolig")])
    with act_as_member("marte"):
        keep_history(plan=plan, rows=[row("1", "Flyttet"), row("2", "Nye mål")])
    with act_as_member("elias"):
        logs = form_logs(plan)
        html = part(plan)
    assert [[r.change for r in log.rows] for log in logs] == [
        ["Opprettet", "Ny bolig"],
        ["Flyttet", "Nye mål"],
    ]
    places = [html.index(change) for change in ("Opprettet", "Ny bolig", "Flyttet", "Nye mål")]
    assert places == sorted(places)
    assert html.count("<table") == 2
    for column in ("Endringslogg fra Word-skjemaet", "Versjon", "Dato", "Hva er endret", "Endret av"):
        assert column in html


def test_partners_and_other_officers_see_nothing_of_it(act_as_member, plan) -> None:
    with act_as_member("marte"):
        keep_history(plan=plan, rows=[row("1", "Opprettet")])
    for who in ("kari", "hanne", "silje", "anders"):
        with act_as_member(who):
            assert form_logs(plan) == []
