"""How long it takes until all the phones in a room have answered a survey, when all of them begin at once."""

import http.client
import threading
import time
from urllib.parse import urlencode

import psycopg

from pop.bench.inside import Refused
from pop.bench.load import TIMEOUT

PHONES = 200
CODE = "BENCH222"
OPEN = f"""
    insert into surveys_round (key, survey_id, name, code, group_mode, named, step, frozen, by_id, opened_at)
    select gen_random_uuid(), s.id, 'Måling', '{CODE}', false, false, 0, false, (select min(id) from people_user), now()
    from surveys_survey s where s.code = 'motet' order by s.number limit 1 returning id
"""  # noqa: S608  (a constant)
EMPTY = ("delete from surveys_box where round_id = %s", "delete from surveys_codes where round_id = %s",
         "delete from surveys_round where id = %s")  # fmt: skip
PAGES = ({"step": "0", "go": "next"}, {"step": "1", "go": "next"}, {"step": "2", "go": "next"}, {"step": "3", "go": "next"},
         {"step": "4", "go": "send"})  # fmt: skip
"""What a phone sends: the introduction, three questions, and the answer."""


def seconds(link: psycopg.Connection, port: int, phones: int = PHONES) -> float:
    """Until the last of them is thanked. Raises Refused when an answer is lost. `link` is the owner's."""
    [(of,)] = link.execute(OPEN).fetchall()
    try:
        began = time.perf_counter()
        errors = at_once(port, phones)
        took = time.perf_counter() - began
        [(there,)] = link.execute(
            "select jsonb_array_length(replies) from surveys_box where round_id = %s", [of]
        ).fetchall()
    finally:
        for statement in EMPTY:
            link.execute(statement.encode(), [of])
    if errors or there != phones:
        raise Refused(f"{there} of {phones} phones were heard: {errors[:1]}")
    return took


def at_once(port: int, phones: int) -> list[Exception]:
    """All of them; what went wrong."""
    errors: list[Exception] = []

    def phone(number: int) -> None:
        try:
            answer(port, ("large", "some", "small")[number % 3])
        except (OSError, http.client.HTTPException, Refused) as error:
            errors.append(error)

    threads = [threading.Thread(target=phone, args=(number,)) for number in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def answer(port: int, useful: str) -> None:
    """One phone from the introduction to the thanks."""
    ask(port, "GET", None, 200)
    for page in PAGES:
        said = page | {"useful": useful, "next": "yes", "better_text": "Kortere"}
        ask(port, "POST", urlencode(said), 302 if page["go"] == "send" else 200)


def ask(port: int, method: str, body: str | None, wanted: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        headers = {"X-Forwarded-Proto": "https", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, f"/s/{CODE}/", body, headers)
        response = link.getresponse()
        response.read()
        if response.status != wanted:
            raise Refused(f"/s/{CODE}/ answered {response.status}")
    finally:
        link.close()
