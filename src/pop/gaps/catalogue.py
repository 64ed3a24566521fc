"""Reads the catalogue of gaps, and writes from it the one function that finds them (access/gaps.sql calls it).

The catalogue is the only place where a rule is: the page «Slik finner vi glippsonene», the words of a gap, and what
the database looks for all come from `catalogue.toml`.
"""

# ruff: noqa: S608  (the catalogue is part of the product: no text of it comes from a page)

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from pop.gaps.left_out import steps_not_needed
from pop.handovers.pathways import points as points_of
from pop.process.loading import process

FILE = Path(__file__).parent / "catalogue.toml"
LANGUAGES = ("nb", "nn", "en")
KINDS = ("late", "need", "receiver", "talk", "team", "consent", "knot")
"""What kind of thing is missing; the plan page has an icon for each."""
ACTS = ("main", "contact", "leader", "responsible", "agency")
"""Who must act. The person never must. `main` follows the main contact whom the person has named, `contact` stays with
the contact team (rule B10, docs/adr/0019).
"""
SEVERITIES = (1, 2, 3)


class CatalogueError(Exception):
    """Something in the catalogue is missing, misspelt or twice there."""


Text = Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """One rule. `query` gives plan, subject, since, due, owner (user and agency), topic and source of each gap.

    `not_for` are forms of serving and pathways in which the rule does not hold (B5–B7), `silent_on` refusals that
    silence it (A19). `plain` is what the person reads.
    """

    id: str
    kind: str
    severity: int
    act: str
    source: str
    subject: str
    title: Text
    plain: Text
    why: Text
    begins: Text
    closed: Text
    query: str
    not_for: tuple[str, ...] = ()
    silent_on: tuple[str, ...] = ()

    def say(self, what: str) -> str:
        """A text of the rule in the reader's language."""
        text: Text = getattr(self, what)
        return text.get((get_language() or "nb")[:2], text["nb"])


@dataclass(frozen=True)
class Catalogue:
    rules: tuple[Rule, ...]
    days: Mapping[str, int]
    """How many days a rule waits, where no unit has said otherwise."""
    settings: frozenset[str] = frozenset()
    """Those of them that a unit may set (process.toml)."""

    def rule(self, name: str) -> Rule | None:
        """None for a rule that an earlier catalogue had: its gaps stay in the history."""
        return next((rule for rule in self.rules if rule.id == name), None)


TEXTS = ("title", "plain", "why", "begins", "closed")


def read(text: str) -> Catalogue:
    """The catalogue of a TOML text. Raises CatalogueError with the rule and what is wrong in it."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"the catalogue is no TOML: {error}") from None
    rules = tuple(_rule(row) for row in found.get("rule", []))
    names = [rule.id for rule in rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CatalogueError(f"{sorted(twice)}: there twice")
    catalogue = Catalogue(rules, *_days(found.get("days", {})))
    for rule in rules:
        reads(rule, catalogue)
    return catalogue


def _days(own: Mapping[str, int]) -> tuple[Mapping[str, int], frozenset[str]]:
    """What a unit may set has its number in the process file and nowhere else."""
    shared = {setting.code: setting.default for setting in process().settings}
    if twice := set(own) & set(shared):
        raise CatalogueError(f"{sorted(twice)}: stands in process.toml too")
    return shared | dict(own), frozenset(shared)


def _rule(row: dict[str, Any]) -> Rule:
    name = str(row.get("id", "?"))
    known = {field.name for field in fields(Rule)}
    wrong = (set(row) - known) | (known - set(row) - {"not_for", "silent_on"})
    if wrong:
        raise CatalogueError(f"{name}: missing or unknown: {', '.join(sorted(wrong))}")
    for text in TEXTS:
        if set(row[text]) != set(LANGUAGES) or not all(row[text].values()):
            raise CatalogueError(f"{name}: {text} is needed in {', '.join(LANGUAGES)}")
    for key, allowed in (("kind", KINDS), ("act", ACTS), ("severity", SEVERITIES)):
        if row[key] not in allowed:
            raise CatalogueError(f"{name}: {key} is none of {allowed}")
    lists = {key: tuple(row.get(key, ())) for key in ("not_for", "silent_on")}
    return Rule(**(row | lists))


def _of_agency(agency: str, topic: str, otherwise: str) -> str:
    """The representative who can act for an agency in a topic, and the agency; somebody else when there is none."""
    seat = f"({agency} || ':' || {topic})"
    return (
        f"coalesce((l.owners ->> {seat})::bigint, {otherwise}), case when l.owners ? {seat} then {agency} end"
    )


SHORT = {
    "main": "coalesce(l.holder_id, l.contact_id), null::bigint",
    "contact": "l.contact_id, null::bigint",
    "leader": "l.leader_id, null::bigint",
    "who": _of_agency(
        "m.responsible_agency_id",
        "m.topic_id",
        "case when m.responsible_user_id = any (l.staff) then m.responsible_user_id end, l.contact_id",
    ),
    "asked": _of_agency("w.asked_agency_id", "w.topic_id", "l.contact_id"),
    # `named`: whoever was asked, while consent covers the agency (B9). `k.telling` is an agency whose name tells
    # something: then it stays with whoever asked, and so knows of it.
    "receiver": "coalesce(named.user_id, case when k.telling is null then l.leader_id"
    " when i.asked_by_id = any (l.staff) then i.asked_by_id else l.contact_id end),"
    " coalesce(named.agency_id, k.telling)",
    "no_topic": "null::smallint, 0::bigint",
}
"""Words that a query may use in braces; `{days:code}` is a number of days that a unit may set, `{silent}` that one of
the refusals in `silent_on` holds: for a rule that they do not silence as a whole. `{main:n}` is the main contact for
what stands in the row `n`: somebody outside the contact team has only what they may see (B10).
"""


def expand(query: str, catalogue: Catalogue, name: str = "", silent_on: tuple[str, ...] = ()) -> str:
    """The query with its words in braces written out."""

    def written_out(match: re.Match[str]) -> str:
        word, _, code = match[1].partition(":")
        if word == "days" and code in catalogue.days:
            number = int(catalogue.days[code])
            return (
                f"coalesce((l.settings ->> '{code}')::integer, {number})"
                if code in catalogue.settings
                else str(number)
            )
        if word == "main" and code:
            return (
                f"case when l.holder_id is not null and {code}.topic_id = any (l.holder_topics)"
                f" and {code}.source_key = any (l.holder_sources) then l.holder_id else l.contact_id end, null::bigint"
            )
        if match[1] == "checklist":
            return points()
        if match[1] == "silent":
            return f"l.refused && {_array(silent_on)}"
        if code or word not in SHORT:
            raise CatalogueError(f"{name}: {match[0]} is nothing that a query may use")
        return SHORT[word]

    return re.sub(r"\{([a-z_]+(?::[a-z_0-9]+)?)\}", written_out, query)


def points() -> str:
    """The points of the release checklist: number, code and topic. A number is the point's place in the file."""
    rows = [
        f"({number}, '{item.code}', {item.topic})"
        for number, item in enumerate(points_of("release"), start=1)
    ]
    return "values " + ", ".join(rows)


STAFF, CHAIRS, CHOSEN = "rule.fit_contacts", "rule.fit_chairs", "rule.chosen_mains"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "plan_id": (),
    "person_id": (),
    "created_on": (),
    "sentence_ended_on": (),
    "ended": (),
    "here_first": ("plans_placement",),
    "release_on": ("plans_expectedrelease",),
    "birth_date": ("people_personidentity",),
    "main_id": ("teams_contactteammember",),
    "main_since": ("teams_contactteammember",),
    "leader_id": ("plans_placement", "people_unitrole"),
    "contact_id": (STAFF, CHOSEN, "plans_placement", "people_unitrole"),
    "staff": (STAFF,),
    "deputy": (STAFF,),
    "owners": (CHAIRS,),
    "refused": ("plans_refusal",),
    "settings": ("plans_placement", "process_unitrule"),
    "pathways": ("plans_servingform", "process_planpathway", "process_stepwaived"),
    "holder_id": (CHOSEN,),
    "holder_topics": (CHOSEN,),
    "holder_sources": (CHOSEN,),
    "chosen": (CHOSEN,),
}
"""The columns of rule.live_plan (access/gaps.sql), and what each is read from besides the plan itself."""
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "access.knots": ("gaps_dependency", "plans_measure"),
    "access.add_working_days": (),
    "access.measure_status": ("plans_measure",),
    "access.plan_touched": ("access.plan_touched",),
}
"""What of the schema `access` a query may use, and the tables whose changes it answers to."""
ALWAYS = ("plans_plan", "plans_merge")
CONTACT = "(contact)"
"""Stands in access.gap_reads for whose the gaps are that `{main}` and `{contact}` give away: a new contact moves the owner
of them and opens none, so that no rule must be tried again for it (access.refresh_gaps).
"""
GIVEN_AWAY = re.compile(r"\{(?:main(?::[a-z]+)?|contact)\}")
NAMED = re.compile(
    r"\b(?:(?:rule|access)\.[a-z_]+|(?:plans|people|teams|consents|conversations|handovers|wishes|gaps)_[a-z]+)"
)


def reads(rule: Rule, catalogue: Catalogue) -> set[str]:
    """The tables and views after whose changes a rule must be tried again, by the names in its query."""
    whose = GIVEN_AWAY.sub("null, null", rule.query)
    text = re.sub("'[^']*'", "''", _query(replace(rule, query=whose), catalogue))
    found = set(ALWAYS)
    for name in NAMED.findall(text):
        if name.startswith("access.") and name not in FUNCTIONS:
            raise CatalogueError(f"{rule.id}: what does {name} read?")
        found.update(FUNCTIONS.get(name, (name,)))
    for column in re.findall(r"\bl\.([a-z_]+)", text):
        if column not in COLUMNS:
            raise CatalogueError(f"{rule.id}: l.{column} is nothing that a query may use")
        found.update(COLUMNS[column])
    return found


def sql(catalogue: Catalogue | None = None) -> str:
    """The owner's function `access.found_gaps(plans, rules)`, and which tables each rule reads.

    One statement for each rule: PostgreSQL plans a statement when it is first run on a connection, so that whoever
    changed one table pays for the rules that read it and for no other.
    """
    found = catalogue or load()
    read = {rule.id: reads(rule, found) for rule in found.rules} | {CONTACT: set(COLUMNS["contact_id"])}
    pairs = ",\n    ".join(f"('{rule}', '{name}')" for rule, names in read.items() for name in sorted(names))
    of_contact = _array(tuple(rule.id for rule in found.rules if "{contact}" in rule.query))
    of_main = _array(tuple(rule.id for rule in found.rules if "{main" in rule.query))
    return f"""
create or replace function access.found_gaps(plan_ids bigint[], wanted text[] default null)
returns table (rule text, plan_id bigint, subject_table text, subject_id bigint, since date, due date,
               owner_user_id bigint, owner_agency_id bigint, topic_id smallint, source_key bigint)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set join_collapse_limit = 1 set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set enable_seqscan = off
set jit = off as $found$
#variable_conflict use_column
declare
    today constant date := access.day();
    facts constant rule.live_plan[] := access.live_plans(plan_ids);
begin
{"".join(_branch(rule, found) for rule in found.rules)}end $found$;
{steps_not_needed()}
create or replace function access.rules_of_contact() returns text[] language sql immutable as $$ select {of_contact} $$;
create or replace function access.rules_of_main() returns text[] language sql immutable as $$ select {of_main} $$;
revoke all on function access.found_gaps(bigint[], text[]), access.rules_of_contact(), access.rules_of_main(), access.steps_not_needed(text, text) from public;
select access.write_gap_reads(array[
    {pairs}]::rule.gap_read[]);
"""


def _branch(rule: Rule, catalogue: Catalogue) -> str:
    return f"""    if wanted is null or '{rule.id}' = any (wanted) then
        return query select '{rule.id}', x.plan_id, '{rule.subject}', x.subject_id::bigint, x.since, x.due,
               x.owner_user_id, x.owner_agency_id, x.topic_id::smallint, x.source_key
        from ({_query(rule, catalogue)}
        ) x (plan_id, subject_id, since, due, owner_user_id, owner_agency_id, topic_id, source_key);
    end if;
"""


def _query(rule: Rule, catalogue: Catalogue) -> str:
    """The query with everything written out; `live l` becomes the plans in which the rule holds."""
    text = expand(rule.query, catalogue, rule.id, rule.silent_on).strip()
    silent = [f"not l.pathways && {_array(rule.not_for)}"] if rule.not_for else []
    if rule.silent_on and "{silent}" not in rule.query:
        silent.append(f"not l.refused && {_array(rule.silent_on)}")
    where = f" where {' and '.join(silent)}" if silent else ""
    return re.sub(r"\blive l\b", f"(select * from unnest(facts) l{where}) l", text)


def _array(words: tuple[str, ...]) -> str:
    return "array[" + ", ".join(f"'{word}'" for word in words) + "]::text[]"


@cache
def load() -> Catalogue:
    """The catalogue that comes with the product."""
    return read(FILE.read_text(encoding="utf-8"))
