"""What the process file leaves out of a forløp or a form of serving, as a function of the database."""

# ruff: noqa: S608  (the file is part of the product: no text of it comes from a page)

from pop.process.loading import process


def steps_not_needed() -> str:
    """The function `access.steps_not_needed(pathway, form)`: what the process file leaves out there."""
    from_file = process()
    ways = [(f"pathway:{way.code}", way.not_needed) for way in from_file.pathways]
    ways += [(f"form:{serving.form}", serving.not_needed) for serving in from_file.servings]
    rows = ", ".join(f"('{way}', '{each.step}')" for way, steps in ways for each in steps)
    return f"""create or replace function access.steps_not_needed(pathway text, form text) returns setof text language sql immutable as $$
    select s.step from (values {rows}) s (way, step)
    where s.way in ('pathway:' || steps_not_needed.pathway, 'form:' || steps_not_needed.form)
$$;"""
