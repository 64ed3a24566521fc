"""Changing what a draft asks. Each gives a new content; nothing here writes to the database."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from pop.surveys.content import Content, Question, Section, Words


def retitled(asks: Content, name: Words, intro: Words) -> Content:
    return replace(asks, name=name, intro=intro)


def with_section(asks: Content, name: Words) -> Content:
    """One more section, last."""
    return replace(asks, sections=(*asks.sections, Section(name, ())))


def without_section(asks: Content, number: int) -> Content:
    """Only an empty one: questions are taken out one by one."""
    kept = tuple(one for n, one in enumerate(asks.sections) if n != number or one.questions)
    return replace(asks, sections=kept)


def renamed_section(asks: Content, number: int, name: Words) -> Content:
    return changed(asks, number, lambda section: replace(section, name=name))


def with_question(asks: Content, number: int, question: Question) -> Content:
    """One more question, last in its section."""
    return changed(asks, number, lambda section: replace(section, questions=(*section.questions, question)))


def with_changed_question(asks: Content, question: Question) -> Content:
    """In the place of the one with the same id."""
    return each(asks, lambda one: question if one.id == question.id else one)


def without_question(asks: Content, name: str) -> Content:
    return each(asks, lambda one: None if one.id == name else one)


def moved(asks: Content, name: str, by: int) -> Content:
    """A question up (-1) or down (1), also over into the section beside."""
    flat = [[*section.questions] for section in asks.sections]
    at = next(((s, q) for s, one in enumerate(flat) for q, x in enumerate(one) if x.id == name), None)
    if at is None:
        return asks
    section, place = at
    question = flat[section].pop(place)
    to = place + by
    if to < 0 and section > 0:
        flat[section - 1].append(question)
    elif to > len(flat[section]) and section + 1 < len(flat):
        flat[section + 1].insert(0, question)
    else:
        flat[section].insert(max(0, to), question)
    return replace(
        asks,
        sections=tuple(
            replace(one, questions=tuple(questions))
            for one, questions in zip(asks.sections, flat, strict=True)
        ),
    )


def fresh() -> str:
    """A name for a new question or choice that no other has, nor had in an earlier version: they would be compared as one."""
    return f"x{secrets.token_hex(4)}"


def changed(asks: Content, number: int, how: Callable[[Section], Section]) -> Content:
    sections = tuple(how(one) if n == number else one for n, one in enumerate(asks.sections))
    return replace(asks, sections=sections)


def each(asks: Content, how: Callable[[Question], Question | None]) -> Content:
    sections = tuple(
        replace(section, questions=tuple(new for one in section.questions if (new := how(one)) is not None))
        for section in asks.sections
    )
    return replace(asks, sections=sections)
