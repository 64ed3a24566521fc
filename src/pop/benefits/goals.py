"""Reads `goals.toml`: the map of benefits that every site begins with. It lives in the database, where users add to it."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pop.benefits.models import Aim, AimKind, Gain, Leads
from pop.benefits.words import Words, said

FILE = Path(__file__).parent / "goals.toml"


class AimError(ValueError):
    """A row of the file that cannot be used; says which, and why."""


@dataclass(frozen=True)
class Money:
    """What somebody else has reckoned in money."""

    source: str
    says: Words

    def __str__(self) -> str:
        return said(self.says)


@cache
def _file() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def goals() -> list[dict[str, Any]]:
    """The rows, checked. Raises AimError."""
    rows = _file()["goal"]
    codes = [row["code"] for row in rows]
    for row in rows:
        if codes.count(row["code"]) > 1:
            raise AimError(f"{row['code']}: finnes to ganger")
        if row["kind"] not in AimKind.values or row.get("gain", "") not in ("", *Gain.values):
            raise AimError(f"{row['code']}: ukjent kind eller gain")
        if (row["kind"] == AimKind.BENEFIT) != bool(row.get("gain")):
            raise AimError(f"{row['code']}: en gevinst, og bare den, har gain")
        if unknown := set(row.get("leads_to", ())) - set(codes):
            raise AimError(f"{row['code']}: leads_to nevner {sorted(unknown)[0]}, som ikke finnes")
    return rows


@cache
def money() -> list[Money]:
    return [Money(row["source"], row["says"]) for row in _file()["money"]]


def seed_sql() -> str:
    """Puts in what is not there yet. What is there is left alone: it is the users'."""
    rows = [
        {name: row.get(name, "") for name in ("code", "kind", "gain")}
        | {"name": row["name"], "stakeholders": row["stakeholders"], "leads_to": row.get("leads_to", [])}
        for row in goals()
    ]
    data = json.dumps(rows, ensure_ascii=False).replace("'", "''")
    return f"""
create temporary table said_goals on commit drop as select x.*, row_number() over () as n
    from jsonb_to_recordset('{data}'::jsonb) as x(code text, kind text, gain text, name jsonb, stakeholders jsonb, leads_to text[]);
create temporary table new_goals on commit drop as select code from said_goals where code not in (select code from benefits_aim);
insert into benefits_aim (key, code, kind, gain, name, stakeholders, made_at)
    select gen_random_uuid(), code, kind, gain, name, stakeholders, now() + n * interval '1 microsecond' from said_goals
    where code in (select code from new_goals) order by n;
insert into benefits_leads (cause_id, effect_id)
    select c.id, e.id from said_goals s cross join unnest(s.leads_to) as l(code)
    join benefits_aim c on c.code = s.code join benefits_aim e on e.code = l.code
    where s.code in (select code from new_goals);
drop table said_goals, new_goals;
"""  # noqa: S608  (the file is part of the product: no text of it comes from a page)


def on_map() -> list[Aim]:
    """The links of the map that are in use, from what is done to what it is good for."""
    order = {kind: number for number, kind in enumerate(AimKind.values)}
    return sorted(Aim.objects.filter(retired_at=None), key=lambda one: (order[one.kind], one.made_at, one.pk))


def arrows(shown: list[Aim]) -> dict[int, list[Aim]]:
    """What each link leads to."""
    known = {one.pk: one for one in shown}
    found: dict[int, list[Aim]] = {one.pk: [] for one in shown}
    for arrow in Leads.objects.filter(cause__in=known, effect__in=known).order_by("pk"):
        found[arrow.cause_id].append(known[arrow.effect_id])
    return found
