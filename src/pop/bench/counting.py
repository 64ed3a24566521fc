"""What counting last month's figures takes: every indicator over every plan, as the worker does it at night."""

import time

import psycopg

BASELINE = """
with made as (
    insert into benefits_measurement (key, from_day, to_day, made_at, counted)
    select gen_random_uuid(), (from_day - interval '1 month')::date, from_day, now(), counted from benefits_measurement
    order by from_day desc limit 1 returning id, to_day
), figures as (
    insert into benefits_figure (measurement_id, indicator, region_id, unit_id, part, persons, value, low, high)
    select made.id, f.indicator, f.region_id, f.unit_id, f.part, f.persons, f.value, f.low, f.high
    from made join benefits_measurement m on m.from_day = made.to_day join benefits_figure f on f.measurement_id = m.id
)
insert into benefits_baseline (key, measurement_id, "only", signed_by_id, signed_at, why)
select gen_random_uuid(), made.id, true, (select min(id) from people_user), now(), '' from made
"""
"""The month before, with the same figures, so that the page has two dots in each row."""


def count(url: str) -> float:
    """Seconds for all indicators, from nothing. Leaves a baseline beside them."""
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("truncate benefits_baseline, benefits_assessment, benefits_figure, benefits_measurement")
        began = time.monotonic()
        while (link.execute("select access.measure_next()").fetchone() or (0,))[0]:
            pass
        taken = time.monotonic() - began
        link.execute(BASELINE)
        return taken
