"""The indicators: what is measured and why, read from `indicators.toml`, and the functions of the database that count them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pop.benefits.words import Words, said
from pop.handovers.pathways import points

FILE = Path(__file__).parent / "indicators.toml"
KINDS = ("share", "days", "mean")
DIRECTIONS = ("up", "down", "context")
GROUPS = ("use", "transition", "release", "experience", "context")


class IndicatorError(ValueError):
    """A row of the file that cannot be used; says which, and why."""


@dataclass(frozen=True)
class Indicator:
    """One figure. `direction` context is told beside the others, and is never a goal, a ranking or a colour (rule D1)."""

    id: str
    group: str
    kind: str
    direction: str
    source: str
    name: Words
    says: Words
    effect: Words
    query: str = ""
    survey: str = ""
    goal: str = ""
    reference: str = ""
    cohort: bool = False
    sensitive: bool = False

    def __str__(self) -> str:
        return said(self.name)

    @property
    def definition(self) -> str:
        return said(self.says)

    @property
    def side_effect(self) -> str:
        """What measuring it may do that nobody wants (rule D1)."""
        return said(self.effect)


@dataclass(frozen=True)
class Reference:
    """What somebody else found, beside which a figure stands."""

    id: str
    source: str
    says: Words = field(default_factory=dict)

    def __str__(self) -> str:
        return said(self.says)


@cache
def _file() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def indicators() -> dict[str, Indicator]:
    """By id, in the order of the file. Raises IndicatorError."""
    found: dict[str, Indicator] = {}
    for one in spread():
        if one.id in found or not one.id.replace("_", "").isalnum():
            raise IndicatorError(f"{one.id}: finnes to ganger, eller er ikke et navn")
        if one.kind not in KINDS or one.direction not in DIRECTIONS or one.group not in GROUPS:
            raise IndicatorError(f"{one.id}: ukjent kind, direction eller group")
        if (
            (one.direction == "context") != (one.group == "context")
            or one.goal
            and one.direction == "context"
        ):
            raise IndicatorError(f"{one.id}: det som bare er sammenheng, er ikke et mål (D1)")
        if bool(one.query) == bool(one.survey):
            raise IndicatorError(f"{one.id}: skal ha query eller survey")
        found[one.id] = one
    return found


def spread() -> Iterator[Indicator]:
    """Each row of the file; one that is for `each` point of a checklist, as many times as there are points."""
    for row in _file()["indicator"]:
        wanted = row.get("each")
        one = Indicator(**{name: value for name, value in row.items() if name != "each"})  # type: ignore[arg-type]
        if not wanted:
            yield one
        for item in points(str(wanted)) if wanted else ():
            names = {language: text % {"point": item.names[language]} for language, text in one.name.items()}
            yield replace(
                one, id=f"{one.id}_{item.code}", name=names, query=one.query.replace("{point}", item.code)
            )


@cache
def references() -> dict[str, Reference]:
    return {str(row["id"]): Reference(**row) for row in _file()["reference"]}  # type: ignore[arg-type]


ACTIVE = """
with active as (
    select p.id as plan_id from plans_plan p
    where p.created_on < to_day and (p.sentence_ended_on is null or p.sentence_ended_on >= from_day - 31)
      and not exists (select 1 from plans_merge m where m.emptied_id = p.id and m.undone_at is null)
), talks as (
    select c.plan_id, min(c.held_on) filter (where c.kind = 'intake') as intake, min(c.held_on) filter (where c.kind = 'needs_1') as needs_1
    from conversations_conversation c where c.removed_at is null and c.blocked_at is null group by c.plan_id
)
"""


ANSWERED = """
select -row_number() over (), r.unit_id, HIT, 1::numeric
from surveys_round r join surveys_survey s on s.id = r.survey_id join surveys_box b on b.round_id = r.id
cross join lateral (select one #>> '{QUESTION,chosen,0}' as chosen from jsonb_array_elements(b.replies) one) c
where s.code = 'SURVEY' and r.closed_at >= from_day and r.closed_at < to_day and not r.group_mode and not r.named
  and jsonb_array_length(b.replies) >= 5 and IS_ANSWER
"""
AGREED = (
    "(c.chosen in ('very_large', 'large'))::integer::numeric",
    "c.chosen is not null and c.chosen <> 'dont_know'",
)
NUMBER = ("c.chosen::numeric", "c.chosen ~ '^[0-9]{1,6}$'")
"""Of a graded question the share that agrees; of a number the mean."""


def counted(one: Indicator) -> str:
    """The whole question to the database."""
    if one.survey:
        survey, question = one.survey.split(".")
        hit, is_answer = AGREED if one.kind == "share" else NUMBER
        said_so = ANSWERED.replace("HIT", hit).replace("IS_ANSWER", is_answer)
        return said_so.replace("SURVEY", survey).replace("QUESTION", question)
    return f"{ACTIVE}, rows (plan_id, hit, base) as ({one.query})\nselect plan_id, null::bigint, hit::numeric, base::numeric from rows"


def rules_sql() -> str:
    """A function for each indicator, and the list of them. For functions of the owner alone."""
    made = [
        f"""
create or replace function access.indicator_{one.id}(from_day date, to_day date)
returns table (plan_id bigint, of_unit bigint, hit numeric, base numeric)
language sql stable security definer set search_path = public, pg_temp set timezone = 'Europe/Oslo' as $body$
{counted(one)}$body$;
revoke all on function access.indicator_{one.id}(date, date) from public;
"""
        for one in indicators().values()
    ]
    rows = ", ".join(
        f"({n}, '{one.id}', '{one.kind}', {str(one.sensitive).lower()})"
        for n, one in enumerate(indicators().values())
    )
    made.append(f"""
create or replace function access.indicators() returns table (id text, kind text, few boolean)
language sql immutable set search_path = pg_catalog as $body$
    select v.id, v.kind, v.few from (values {rows}) v(n, id, kind, few) order by v.n
$body$;
revoke all on function access.indicators() from public;
""")  # noqa: S608  (the file is part of the product)
    return "".join(made)
