"""Reads, past the rules, what is passed on in a plan: handovers, checklists, forhåndssamtykke and gaps."""

from typing import Any

from tests.access import things


def read(plan: int) -> things.Passing:
    return things.Passing(
        handovers=[row for (row,) in ask("select id from handovers_handover where plan_id = %s", plan)],
        handed=[
            things.Handed(*fields)
            for fields in ask(
                "select i.id, i.measure_id, i.support_member_id, i.receiver_user_id, i.receiver_agency_id,"
                " h.state in ('open', 'done') and i.asked_at is not null and i.replaced_at is null"
                " and i.ended_at is null"
                " from handovers_handoveritem i join handovers_handover h on h.id = i.handover_id"
                " where i.plan_id = %s",
                plan,
            )
        ],
        marks=[
            things.Mark(*f)
            for f in ask("select id, topic_id from handovers_checklistmark where plan_id = %s", plan)
        ],
        farewells=[r for (r,) in ask("select id from handovers_farewelltalk where plan_id = %s", plan)],
        preconsents=[
            things.PreConsent(*fields)
            for fields in ask(
                "select id, agency_id, registered_by_id from consents_preconsent where plan_id = %s", plan
            )
        ],
        gaps=[gap(*fields) for fields in ask(GAPS, plan)],
        acts=[
            things.GapAct(*f)
            for f in ask("select id, gap_id, by_id from gaps_gapact where plan_id = %s", plan)
        ],
    )


GAPS = (
    'select g.id, s."table", s.topic_id, s.source_key, g.owner_user_id, g.handed_to_id, g.owner_agency_id'
    " from gaps_gap g join gaps_gapsubject s on s.gap_id = g.id where g.plan_id = %s"
)


def gap(
    row: int,
    about: str,
    topic: int | None,
    source: int,
    user: int | None,
    handed: int | None,
    body: int | None,
) -> things.Gap:
    return things.Gap(row, about, topic, source, frozenset(filter(None, (user, handed))), body)


def ask(question: str, plan: int) -> list[tuple[Any, ...]]:
    from tests.access.facts import rows

    return rows(question, [plan])
