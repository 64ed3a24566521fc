"""The pages that are measured, and who asks for them: plans drawn at random with a fixed seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import psycopg

SEED = 20260801
SAMPLE = 60
"""So many plans are drawn; each page is asked for by somebody of each of them."""

MAIN = "join teams_contactteammember c on c.plan_id = p.id and c.role = 'main'"
ADVISER = (
    "join people_agency a on a.kind = 'nav'"
    " join teams_supportteammember c on c.plan_id = p.id and c.agency_id = a.id"
)
PERSON = "join (select id as user_id, person_id from people_user) c on c.person_id = p.person_id"
LEADER = (
    "join plans_placement w on w.plan_id = p.id"
    " join people_unitrole c on c.unit_id = w.unit_id and c.role = 'leader'"
)
OFFICER = "join people_systemrole c on c.role = 'dpo' and c.user_id > 1000000"
MEASURE = "tiltak/{measure}/"
MANY = "join people_user c0 on c0.id = 2000002 join lateral (select c0.id as user_id) c on true"
"""The one who follows up 200 plans (fill.sql, Arbeidslister), whichever plan is drawn."""
LARGE = "join people_user c0 on c0.id = 3000000 join lateral (select c0.id as user_id) c on true"
"""The leader of the unit with 400 persons."""


@dataclass(frozen=True)
class Page:
    """A page as somebody meets it. `who` joins a user to the plan `p`; `path` may name the plan and a measure."""

    slug: str
    title: str
    who: str
    path: str
    again: bool = False
    """Asked for with the mark of what is shown already, as the shared screen does."""

    def asked_in(self, link: psycopg.Connection, plans: list[int]) -> list["Asked"]:
        """Who asks, and for which address."""
        rows = link.execute(
            f"""select c.user_id, p.key, m.key, e.key from plans_plan p {self.who}
                join lateral (select key from plans_measure m where m.plan_id = p.id order by id limit 1) m on true
                join lateral (select key from plans_meeting e where e.plan_id = p.id order by id desc limit 1) e on true
                where p.id = any(%s) order by p.id""",  # noqa: S608  (constants of this file)
            [plans],
        )
        return [
            Asked(user, self.path.format(plan=plan, measure=measure, meeting=meeting))
            for user, plan, measure, meeting in rows
        ]


@dataclass(frozen=True)
class Asked:
    """One user who asks for one address."""

    user_id: int
    path: str
    mark: str = ""
    """What is shown already; the server answers that nothing is new."""

    @property
    def headers(self) -> dict[str, str]:
        return {"If-None-Match": self.mark} if self.mark else {}

    @property
    def wanted(self) -> int:
        """The status of an answer that counts."""
        return HTTPStatus.NOT_MODIFIED if self.mark else HTTPStatus.OK


PLAN = "/planer/{plan}/"
SCREEN = PLAN + "moter/{meeting}/skjerm/"
PAGES = (
    Page("plan-contact", "plan, contact team", MAIN, PLAN),
    Page("plan-partner", "plan, partner", ADVISER, PLAN),
    Page("plan-person", "plan, person", PERSON, PLAN),
    Page("plans-contact", "Mine planer, contact team", MAIN, "/planer/"),
    Page("plans-partner", "Mine planer, partner", ADVISER, "/planer/"),
    Page("log-contact", "log, contact team", MAIN, PLAN + "logg/"),
    Page("log-partner", "log, partner", ADVISER, PLAN + "logg/"),
    Page("log-person", "log, person", PERSON, PLAN + "logg/"),
    Page("looks-person", "who has looked, person", PERSON, PLAN + "sett/"),
    Page("consent-contact", "who sees what, contact team", MAIN, PLAN + "samtykke/"),
    Page("consent-person", "who sees what, person", PERSON, PLAN + "samtykke/"),
    Page("entry-contact", "a measure, contact team", MAIN, PLAN + MEASURE),
    Page("entry-partner", "a measure, partner", ADVISER, PLAN + MEASURE),
    Page("wishes-contact", "wishes that wait, contact team", MAIN, "/onsker/"),
    Page("wishes-partner", "wishes that wait, partner", ADVISER, "/onsker/"),
    Page("unit-leader", "Enheten, leader", LEADER, "/enheten/"),
    Page("work-many", "Mine oppgaver, 200 plans", MANY, "/oppgaver/"),
    Page("work-partner", "Mine oppgaver, partner", ADVISER, "/oppgaver/"),
    Page("board-leader", "Oversikt, 400 persons", LARGE, "/enheten/oversikt/"),
    Page("room-contact", "a meeting on the shared screen, 15 present", MAIN, SCREEN),
    Page("live-contact", "live refresh without change", MAIN, SCREEN + "nytt/", again=True),
    Page("benefits-leader", "Gevinster, leader", LARGE, "/gevinster/"),
    Page("chart-contact", "tilbakeføringskartet", MAIN, "/kart/"),
    Page("looks-officer", "all looks, data protection officer", OFFICER, "/oppslag/"),
)
WANTED = ("plan-contact", "plan-partner")
"""The pages for which the issue says what is wanted."""


def drawn(link: psycopg.Connection, count: int = SAMPLE) -> list[int]:
    """Plans at random, the same for the same database."""
    row = link.execute("select min(id), max(id) from plans_plan where id > 1000000").fetchone()
    first, last = row or (None, None)
    if first is None or last is None:
        raise LookupError("the database has not been filled")
    every = range(first, last + 1)
    return sorted(random.Random(SEED).sample(every, min(count, len(every))))  # noqa: S311  (not a secret)


def samples(link: psycopg.Connection) -> Iterator[tuple[Page, list[Asked]]]:
    """Each page with those who ask for it."""
    plans = drawn(link)
    for page in PAGES:
        yield page, page.asked_in(link, plans)
