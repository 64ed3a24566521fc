"""Forhåndssamtykke (rule B3): before consent no name leaves kriminalomsorgen, but to the one agency that the person names."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.access.models import Look
from pop.changelog.models import Change
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import PreConsent, WithdrawalReceipt
from pop.consents.named import named_to_us
from pop.conversations.models import Conversation
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Person, Unit
from pop.plans import plan_actions
from pop.plans.models import Plan, RefusalKind
from pop.teams import actions as teams
from pop.teams.models import PrivateTie


def as_user(slug: str) -> Any:
    return acting(user(slug).pk)


def rows(question: str, values: Any = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


@pytest.fixture
def ida() -> Plan:
    """Somebody who has not been asked about consent yet, without the protected address that the cast gives her."""
    with as_user("jorgen"):
        plan = plan_of("ida")
        Person.objects.filter(pk=plan.person_id).update(protection="none")
        Plan.objects.filter(pk=plan.pk).update(named_only=False)
        # Held elsewhere, as the cast has it: taken away, as if the question were not asked yet.
        Conversation.objects.filter(plan=plan, kind="needs_1").update(removed_at=timezone.now())
    return plan


@pytest.fixture
def odd() -> Plan:
    """Summoned to Solvik in seven weeks; follows an innkalling on paper."""
    with as_user("marte"):
        unit = Unit.objects.get(name="Solvik fengsel")
        plan = Plan.objects.get(
            key=create_plan(
                NewPerson("Odd", "Vang", None, unit, arrives=timezone.localdate() + timedelta(days=49))
            )
        )
        teams.no_private_tie(plan=plan, user=user("marte"))
    return plan


def by_login(plan: Plan, slug: str = "nav") -> PreConsent:
    with as_user("ida"):
        return consents.name_to_agency(plan=plan, registered_by=user("ida"), agency=agency(slug))


def on_paper(plan: Plan, slug: str = "nav", by: str = "marte") -> PreConsent:
    with as_user(by):
        return consents.name_to_agency(
            plan=plan, registered_by=user(by), agency=agency(slug), archive_reference="2026/1-2"
        )


def told(slug: str) -> list[str]:
    with as_user(slug):
        return [row.name for row in named_to_us()]


# What nobody must be able to do -------------------------------------------------------------------------------


def tables() -> Iterator[tuple[str, str]]:
    """Every table that the web server may read, and the column that says which plan a row is about."""
    yield from rows(
        "select c.relname, a.attname from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
        " and has_table_privilege('pop_web', c.oid, 'select')"
        " and (a.attname in ('plan_id', 'person_id', 'emptied_id')"
        "      or c.relname in ('plans_plan', 'people_person') and a.attname = 'id')"
    )


def test_the_named_agency_reads_no_row_of_any_table(odd) -> None:
    on_paper(odd)
    with as_user("marte"):
        person = Plan.objects.get(pk=odd.pk).person_id
    every = list(tables())
    assert len(every) > 60
    with as_user("kari"):
        named_to_us()
        for table, column in every:
            wanted = person if column == "person_id" or table == "people_person" else odd.pk
            assert rows(f"select 1 from {table} where {column} = %s", [wanted]) == [], (table, column)  # noqa: S608
        assert rows("select access.relation(%s)", [odd.key]) == [(None,)]
        page = "select kind, fields::text from access.plan_rows(%s, 'nb') order by 1, 2"
        assert rows(page, [odd.pk]) == rows(page, [-1]), "as of a plan that there is not"
        assert rows("select access.may_preconsent(%s)", [odd.pk]) == [(False,)]


def test_the_named_agency_finds_nothing_at_any_address_of_the_plan(browse, odd) -> None:
    on_paper(odd)
    browser, tried = browse("kari"), 0
    for name, patterns in get_resolver().reverse_dict.lists():
        template, arguments = patterns[0][0][0]
        if isinstance(name, str) and template.startswith("planer/") and arguments == ["key"]:
            tried += 1
            assert browser.get(reverse(name, args=[odd.key])).status_code in (404, 405), name
    assert tried > 30
    page = browser.get(reverse("named_to_us")).content.decode()
    assert "Odd Vang" in page
    assert str(odd.key) not in page
    assert "/planer/" not in page.partition("<main")[2].replace('href="/planer/"', "")


def test_nobody_writes_it_for_another(ida, odd) -> None:
    with as_user("marte"):
        nav = agency("nav")
    tries = (
        ("kari", odd, {"archive_reference": "2026/1"}),  # the agency itself
        ("silje", odd, {"archive_reference": "2026/1"}),  # a stranger
        ("marte", odd, {}),  # an officer, as if it were the person's own login
        ("ida", odd, {}),  # somebody else's plan
        ("ida", ida, {"archive_reference": "2026/1"}),  # the person, as if it were on paper
    )
    for slug, plan, more in tries:
        with as_user(slug), pytest.raises(Error), transaction.atomic():
            consents.name_to_agency(plan=plan, registered_by=user(slug), agency=nav, **more)
    with as_user("marte"), pytest.raises(Error), transaction.atomic():
        PreConsent.objects.create(
            plan=odd, agency=nav, way="paper", archive_reference="", registered_by=user("marte")
        )


def test_nobody_changes_or_takes_away_a_row(odd) -> None:
    row = on_paper(odd)
    for slug in ("marte", "kari"):
        for change in ("update consents_preconsent set agency_id = 1", "delete from consents_preconsent"):
            with as_user(slug), pytest.raises(Error, match="permission denied"), transaction.atomic():
                rows(f"{change} where id = %s", [row.pk])


def test_an_officer_names_no_agency_that_the_officer_may_not_know(odd) -> None:
    with as_user("ida"):
        clinic = agency("specialist_health")
    with as_user("marte"), pytest.raises(Error, match="row-level security"), transaction.atomic():
        consents.name_to_agency(
            plan=odd, registered_by=user("marte"), agency=clinic, archive_reference="2026/1"
        )


def test_a_sensitive_agency_is_known_to_the_person_and_to_itself(ida) -> None:
    with as_user("ida"):
        row = by_login(ida, "specialist_health")
        assert PreConsent.objects.filter(pk=row.pk).exists()
    assert told("mona") == ["Ida Sand"]
    with as_user("jorgen"):
        assert not PreConsent.objects.exists()
        assert not Change.objects.filter(table="consents_preconsent").exists()
    # A paper that comes later takes its place, and the officer runs into nothing.
    on_paper(ida, "nav", by="jorgen")
    assert (told("mona"), told("kari")) == ([], ["Ida Sand"])


# Giving -----------------------------------------------------------------------------------------------------


def test_the_person_names_one_agency_with_the_own_login(browse, ida) -> None:
    browser, address = browse("ida"), reverse("preconsent", args=[ida.key])
    assert address in browser.get(reverse("consent", args=[ida.key])).content.decode()
    with as_user("ida"):
        nav = str(agency("nav").key)
    assert nav in browser.get(address, {"navn": "Nav Nordnes"}).content.decode()
    assert "Med egne ord" in browser.get(address, {"etat": nav}).content.decode()
    page = browser.post(address, {"agency": nav, "own_words": "Jeg trenger et sted å bo"}, follow=True)
    assert "Nav Nordnes får vite at du kommer. Det gjelder fra nå." in page.content.decode()
    assert "Trekk tilbake" in page.content.decode()
    assert told("kari") == ["Ida Sand"]


def test_an_officer_registers_a_signed_paper_with_its_reference(browse, odd) -> None:
    browser, address = browse("marte"), reverse("preconsent", args=[odd.key])
    with as_user("marte"):
        nav = str(agency("nav").key)
    without = browser.post(address, {"agency": nav})
    assert "Skriv arkivreferansen til arket." in without.content.decode()
    page = browser.post(address, {"agency": nav, "archive_reference": "2026/77"}, follow=True)
    assert "Arkivreferanse 2026/77" in page.content.decode()
    assert told("kari") == ["Odd Vang"]


def test_only_one_agency_is_named_and_the_last_one_holds(ida) -> None:
    by_login(ida, "nav")
    by_login(ida, "home_municipality")
    assert (told("kari"), told("hanne")) == ([], ["Ida Sand"])
    with as_user("ida"):
        newest, earlier = PreConsent.objects.filter(plan=ida).order_by("-pk")
        assert (newest.ended_at, earlier.end_reason) == (None, "replaced")


# What the agency reads --------------------------------------------------------------------------------------


def test_the_agency_reads_name_prison_and_month(browse, odd) -> None:
    on_paper(odd)
    coming = timezone.localdate() + timedelta(days=49)
    with as_user("kari"):
        assert [(r.name, r.unit, r.month) for r in named_to_us()] == [
            ("Odd Vang", "Solvik fengsel", coming.replace(day=1))
        ]
    assert "Solvik fengsel" in browse("kari").get(reverse("named_to_us")).content.decode()
    assert reverse("named_to_us") in browse("kari").get(reverse("plans")).content.decode()


@pytest.mark.parametrize(
    "slug", ["hanne", "torbjorn", "mona", "grete", "liv", "silje", "anders", "tone", "jon"]
)
def test_another_agency_and_everybody_else_is_told_nothing(odd, slug) -> None:
    on_paper(odd)
    assert told(slug) == []


@pytest.mark.parametrize("slug", ["marte", "elias", "liv", "tone"])
def test_the_page_is_for_those_who_work_for_an_agency(browse, slug) -> None:
    assert browse(slug).get(reverse("named_to_us")).status_code == 404


def test_somebody_who_is_not_to_know_is_not_told(ida) -> None:
    """An exception beats all; so does being asked away (A13)."""
    by_login(ida)
    with as_user("ida"), transaction.atomic():
        consents.exclude(plan=ida, made_by=user("ida"), recipient=Recipient(user=user("kari")), topic=40)
    assert told("kari") == []


def test_somebody_whom_the_person_has_asked_away_is_not_told(ida) -> None:
    by_login(ida)
    with as_user("ida"):
        PrivateTie.objects.create(plan=ida, user=user("kari"), answer="asked_away")
    assert told("kari") == []


def test_a_protected_address_is_told_to_no_list(ida) -> None:
    """Rule A10: only named users open that plan, and nobody is told a place."""
    by_login(ida)
    with as_user("jorgen"):
        Person.objects.filter(pk=ida.person_id).update(protection="strict")
    assert told("kari") == []
    with as_user("jorgen"):
        ida.named_access.create(user=user("kari"))
    with as_user("kari"):
        assert [(row.name, row.unit, row.month) for row in named_to_us()] == [("Ida Sand", "", None)]


def test_reading_the_list_is_a_look_that_the_person_reads(browse, ida) -> None:
    by_login(ida)
    browse("kari").get(reverse("named_to_us"))
    with as_user("ida"):
        look = Look.objects.filter(plan_id=ida.pk).latest("pk")
        assert (look.user_id, look.page, look.ground) == (
            user("kari").pk, "navngitt", f"preconsent:{agency('nav').pk}",
        )  # fmt: skip
    page = browse("ida").get(reverse("plan_looks", args=[ida.key])).content.decode()
    assert "Kari" in page
    assert "Fordi du har sagt at Nav Nordnes får vite at du kommer." in page


# How it ends ------------------------------------------------------------------------------------------------


def talk(plan: Plan, **fields: Any) -> Conversation:
    with as_user("jorgen"):
        held = {"held_on": timezone.localdate(), "kind": "needs_1", "consent_asked": True} | fields
        return Conversation.objects.create(
            plan=plan, topic_id=50, written_by=user("jorgen"), source="correctional", **held
        )


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "needs_2"},
        {"consent_asked": False, "consent_not_asked_why": "wishes_not_to_share"},
        {"consent_asked": None, "elsewhere": "Havnes fengsel"},
        {"consent_asked": None, "imported": True},
    ],
)
def test_it_ends_when_the_question_about_consent_is_asked(ida, asked) -> None:
    by_login(ida)
    talk(ida, **asked)
    assert told("kari") == []
    with as_user("ida"):
        assert PreConsent.objects.get(plan=ida).end_reason == "asked"


@pytest.mark.parametrize(
    "not_asked",
    [
        {"kind": "intake", "consent_asked": None, "held_on": None, "planned_on": timezone.localdate()},
        {"consent_asked": False, "consent_not_asked_why": "more_time"},
        {"consent_asked": None, "held_on": None, "planned_on": timezone.localdate()},
    ],
)
def test_it_does_not_end_before_that(ida, not_asked) -> None:
    by_login(ida)
    talk(ida, **not_asked)
    assert told("kari") == ["Ida Sand"]


def test_it_ends_with_an_ordinary_signature(ida) -> None:
    by_login(ida)
    with as_user("ida"):
        town = Recipient(agency=agency("home_municipality"))
        waiting = consents.draft(plan=ida, drafted_by=user("ida"), choices=[Choice(town, 1, give=True)])
    assert told("kari") == ["Ida Sand"], "a draft gives and takes nothing"
    with as_user("ida"):
        consents.sign(waiting)
    assert told("kari") == []


def test_it_ends_when_the_person_does_not_wish_to_share(ida) -> None:
    by_login(ida)
    with as_user("ida"):
        plan_actions.refuse(plan=ida, kind=RefusalKind.NO_SHARING, own_words="Nei")
    assert told("kari") == []


def test_the_person_takes_it_back_and_gets_a_receipt(browse, ida) -> None:
    by_login(ida)
    page = browse("ida").post(reverse("preconsent", args=[ida.key]), {"trekk": "1"}, follow=True)
    assert "alt for Nav Nordnes" in page.content.decode()
    assert told("kari") == []
    with as_user("ida"):
        assert PreConsent.objects.get(plan=ida).end_reason == "withdrawn"
        assert WithdrawalReceipt.objects.filter(plan=ida).count() == 1


@pytest.mark.parametrize("scope", ["all", "kind:nav", "topic:40"])
def test_told_to_any_officer_of_the_unit_it_ends_at_once(odd, scope) -> None:
    on_paper(odd)
    with as_user("ola"):
        assert consents.withdraw_told(who="Odd Vang", scope=scope)
    assert told("kari") == []


def test_taking_back_something_else_leaves_it(odd) -> None:
    on_paper(odd)
    with as_user("ola"):
        assert consents.withdraw_told(who="Odd Vang", scope="kind:school")
    assert told("kari") == ["Odd Vang"]


def test_what_has_ended_does_not_come_back(odd) -> None:
    row = on_paper(odd)
    with as_user("marte"):
        consents.withdraw(plan=odd, recipient=Recipient(agency=agency("nav")))
        ended = PreConsent.objects.get(pk=row.pk).ended_at
        assert ended == WithdrawalReceipt.objects.get(plan=odd).at
    on_paper(odd)
    with as_user("marte"):
        assert PreConsent.objects.get(pk=row.pk).ended_at == ended


def test_nothing_is_given_after_the_question_was_asked(browse) -> None:
    """Elias was asked long ago."""
    with as_user("elias"):
        plan = plan_of("elias")
        with pytest.raises(IntegrityError, match="Spørsmålet om samtykke er stilt"), transaction.atomic():
            consents.name_to_agency(
                plan=plan, registered_by=user("elias"), agency=agency("home_municipality")
            )
        town = str(agency("home_municipality").key)
    browser, address = browse("elias"), reverse("preconsent", args=[plan.key])
    assert address not in browser.get(reverse("consent", args=[plan.key])).content.decode()
    assert "Dette gjelder ikke lenger" in browser.get(address).content.decode()
    assert "Spørsmålet om samtykke er stilt" in browser.post(address, {"agency": town}).content.decode()


def test_two_persons_who_become_one_are_asked_anew(odd) -> None:
    with as_user("marte"):
        unit = Unit.objects.get(name="Solvik fengsel")
        twin = Plan.objects.get(key=create_plan(NewPerson("Odd", "Vang", None, unit), sure=True))
        teams.no_private_tie(plan=twin, user=user("marte"))
    on_paper(odd)
    on_paper(twin, "home_municipality")
    with as_user("marte"):
        merged = plan_actions.merge(keep=odd, other=twin)
        assert merged
    assert (told("kari"), told("hanne")) == ([], [])
    with as_user("marte"):
        assert plan_actions.undo_merge(merged)
    assert (told("kari"), told("hanne")) == ([], [])


# What is written down -----------------------------------------------------------------------------------------


def test_the_log_says_who_is_told_and_why_no_more(browse, ida) -> None:
    by_login(ida)
    talk(ida)
    page = browse("ida").get(reverse("log", args=[ida.key])).content.decode()
    assert "En etat får vite at personen kommer" in page
    assert "En etat får ikke lenger vite at personen kommer" in page
    assert "Nav Nordnes" in page
    assert "Spørsmålet om samtykke er stilt" in page
