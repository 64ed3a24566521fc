"""Reads the facts of one plan past the rules, for the model of gaps to judge; and puts all clocks on one day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
from conftest import named, superuser_url
from django.db import connection
from django.utils import timezone
from tests.access.facts import past_the_rules, rows

from pop.gaps.tests.model import Facts
from pop.handovers.pathways import points
from pop.plans.models import Plan
from pop.process.loading import process

COUNTS = "plan_id = %(plan)s and removed_at is null and blocked_at is null and not only_me"
WRITTEN = "plan_id = %(plan)s and removed_at is null"
PLAN = "plan_id = %(plan)s"
TABLES = {
    "needs": ("plans_need", COUNTS),
    "measures": ("plans_measure", COUNTS),
    "measure_notes": ("plans_measurenote", COUNTS),
    "goals": ("plans_goal", COUNTS),
    "facts": ("sentences_sentencefacts", COUNTS),
    "terms": ("sentences_sentenceterm", COUNTS),
    "interruptions": ("sentences_interruption", COUNTS),
    "restrictions": ("sentences_restriction", COUNTS),
    "meetings": ("plans_meeting", COUNTS),
    "talks": ("conversations_conversation", COUNTS),
    "interpreters": ("conversations_interpreterneed", COUNTS),
    "wishes": ("wishes_wish", COUNTS),
    "letters": ("letters_letter", COUNTS),
    "wish_answers": ("wishes_wishanswer", f"{WRITTEN} and blocked_at is null"),
    "answers": ("plans_proposalanswer", f"{WRITTEN} and blocked_at is null"),
    "placements": ("plans_placement", COUNTS),
    "forms": ("plans_servingform", COUNTS),
    "releases": ("plans_expectedrelease", COUNTS),
    "every_measure": ("plans_measure", WRITTEN),
    "every_note": ("plans_note", WRITTEN),
    "every_measure_note": ("plans_measurenote", WRITTEN),
    "need_goals": ("plans_needgoal", PLAN),
    "ties": ("plans_measureneed", PLAN),
    "contacts": ("teams_contactteammember", PLAN),
    "support": ("teams_supportteammember", PLAN),
    "signed": ("consents_consent", f"{PLAN} and signed_at is not null"),
    "all_items": ("consents_consentitem", PLAN),
    "choices": ("teams_mainchoice", f"{PLAN} and answer = 'yes' and ended_at is null"),
    "opens": ("teams_namedaccess", PLAN),
    "exclusions": ("consents_exclusion", PLAN),
    "marks": ("handovers_checklistmark", PLAN),
    "waits": ("gaps_dependency", PLAN),
    "absences": ("worklists_absence", "true"),
    "leaders": ("people_unitrole", "role = 'leader'"),
}
SAYS = {
    "needs": ("topic_id", "text", "own_words", "acute"),
    "goals": ("topic_id", "text", "parked"),
    "measures": ("topic_id", "text", "demands", "person_responsible", "responsible_user_id")
    + ("responsible_agency_id", "responsible_name", "due", "due_text", "recurring"),
    "releases": ("on",),
    "facts": ("starts_on", "held_since", "reporting_duty", "execution_plan", "execution_plan_on")
    + tuple(f"{what}_{unit}" for what in ("minimum", "frame") for unit in ("years", "months", "days")),
    "terms": ("years", "months", "days", "deduction_days", "undivided"),
    "interruptions": ("since", "until", "in_custody"),
    "restrictions": ("since", "until", "decided_by"),
}
"""What an entry says that others build on: neither its status nor notes (T8)."""
ITEMS = """select i.*, c.ends_on, c.after_sentence from consents_consentitem i join consents_consent c on c.id = i.consent_id
    where i.plan_id = %(plan)s and i.give and c.signed_at is not null"""
ASKED = """select i.*, h.state, m.topic_id, s.agency_id as seat_agency_id, coalesce(m.only_me or m.blocked_at is not null, false) as kept from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id left join plans_measure m on m.id = i.measure_id
    left join teams_supportteammember s on s.id = i.support_member_id
    where i.plan_id = %(plan)s"""
PATHWAY = "select pathway from process_planpathway where plan_id = %(plan)s and ended_at is null"
SILENT = """select kind from plans_refusal where plan_id = %(plan)s and ended_on is null
    union all select home from process_planpathway where plan_id = %(plan)s and ended_at is null
    union all select 'waived:' || step from process_stepwaived where plan_id = %(plan)s and ended_at is null"""
USERS = """select u.id, u.active,
    exists (select 1 from people_unitrole r where r.user_id = u.id and (r.until is null or r.until >= %(today)s)) as works,
    array(select r.agency_id from people_agencyrole r where r.user_id = u.id
          and (r.until is null or r.until >= %(today)s)) as agencies,
    (select max(r.until) from people_unitrole r where r.user_id = u.id) as worked_until,
    (select t.at from teams_privatetie t where t.user_id = u.id and t.plan_id = %(plan)s
     order by t.at desc, t.id desc limit 1) as tied_at,
    coalesce((select t.answer from teams_privatetie t where t.user_id = u.id and t.plan_id = %(plan)s
              order by t.at desc, t.id desc limit 1), '') as tie
    from people_user u"""
SETTINGS = """select r.rule, r.days from process_unitrule r where r.unit_id = (
    select p.unit_id from plans_placement p where p.plan_id = %(plan)s and p.until is null and p.removed_at is null
      and p.blocked_at is null and not p.only_me order by p.since desc, p.id desc limit 1)"""
PERSON = """select i.birth_date, p.needs_interpreter, p.protection from people_person p
    join people_personidentity i on i.person_id = p.id where p.id = (select person_id from plans_plan where id = %(plan)s)"""


def table(question: str, plan: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"plan": plan, "today": timezone.localdate()})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def not_needed(plan: int, form: str) -> set[str]:
    """Steps that the forløp of a plan, or its form of serving, says are not needed (rules B4 and B5)."""
    ways = [process().pathway(row["pathway"]) for row in table(PATHWAY, plan)]
    return {
        f"waived:{step.step}" for way in (*ways, process().serving(form)) if way for step in way.not_needed
    }


class Watch:
    """Sees a plan after every step, and so knows since when each measure has had its status."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.since = plan.pk, dict[int, tuple[str, date]]()
        self.said: dict[tuple[str, int], list[Any]] | None = None
        self.changes = set[tuple[str, int, date]]()

    def look(self) -> Facts:
        with past_the_rules():
            return self.read()

    def read(self) -> Facts:
        plan, today = self.plan, timezone.localdate()
        tables = {
            name: table(f"select * from {of} where {of_plan}", plan) for name, (of, of_plan) in TABLES.items()
        }  # noqa: S608
        tables |= {
            "items": table(ITEMS, plan),
            "asked": table(ASKED, plan),
            "settings": table(SETTINGS, plan),
        }
        person = table(PERSON, plan)[0]
        begun = [f for f in tables["forms"] if f["since"] <= today]
        newest = max(begun, key=lambda f: (f["since"], f["id"]), default={"form": ""})
        return Facts(
            plan=table("select * from plans_plan where id = %(plan)s", plan)[0],
            today=today,
            born=person["birth_date"],
            helpers=dict(
                rows("select number, array(select jsonb_array_elements_text(helpers)) from plans_topic")
            ),
            kinds=dict(rows("select id, kind from people_agency")),
            sensitive={row[0] for row in rows("select id from people_agency where sensitive")},
            points=tuple(point.code for point in points("release")),
            users={u["id"]: u for u in table(USERS, plan)},
            silent={r["kind"] for r in table(SILENT, plan)}
            | {newest["form"]}
            | not_needed(plan, newest["form"]),
            since_status=self.statuses(tables["measures"], today),
            changes=self.changed(tables, today),
            touched=rows("select day from access.plan_touched where plan_id = %s", [plan])[0][0],
            needs_interpreter=person["needs_interpreter"],
            protected=person["protection"] != "none",
            tables=tables,
        )

    def changed(self, tables: dict[str, list[dict[str, Any]]], today: date) -> set[tuple[str, int, date]]:
        """The days on which an entry first stood there, or said something else than before."""
        says = {
            (name, row["id"]): [row[column] for column in columns]
            for name, columns in SAYS.items()
            for row in tables[name]
        }
        if self.said is None:  # What happened before somebody watched.
            before = table(
                'select "table", row_id, day from access.changed_on where plan_id = %(plan)s', self.plan
            )
            name_of = {TABLES[name][0]: name for name in SAYS}
            self.changes = {(name_of[each["table"]], each["row_id"], each["day"]) for each in before}
            self.said = says
        for key, words in says.items():
            if (key not in self.said and key[0] != "releases") or self.said.get(key, words) != words:
                self.changes.add((*key, today))
        self.said |= says
        return set(self.changes)

    def statuses(self, measures: list[dict[str, Any]], today: date) -> dict[int, date]:
        for m in measures:
            if self.since.get(m["id"], ("",))[0] != m["status"]:
                self.since[m["id"]] = (m["status"], today)
        return {number: since for number, (_, since) in self.since.items()}


@contextmanager
def one_clock() -> Iterator[None]:
    """Access too is counted from the moved day, so that a role, a seat or a consent that ends, ends in a history."""
    url = named(superuser_url(), connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as link:
        before = link.execute("select pg_get_functiondef('access.today()'::regprocedure)").fetchone()
        assert before
        link.execute(
            "create or replace function access.today() returns date language plpgsql stable security definer"
            " set search_path = pg_catalog as $$ begin return access.day(); end $$"
        )
        try:
            yield
        finally:
            link.execute(before[0])
