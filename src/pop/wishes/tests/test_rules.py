"""Who sees, asks and answers: the database decides, whatever a page or a statement tries."""

import pytest
from django.db import connection
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, ProgressionWish, Source
from pop.wishes import actions
from pop.wishes.models import PlannedLeave, Wish, WishAnswer, WishWay
from pop.wishes.tests.conftest import DEPOSIT, FLAT, LEAVE, PHONE, STRANGERS, body, refused, wish_of

KINDS = {"kari": "nav", "hanne": "home_municipality", "torbjorn": "school", "sunniva": "prison_health"}


def as_agency(slug, kind=None):
    return Writer(user(slug), Source.AGENCY, agency=body(kind or KINDS[slug]))


def answered(wish, writer, **fields):
    return actions.answer(wish=wish, writer=writer, answer="yes", **fields)


def texts():
    return set(Wish.objects.values_list("text", flat=True))


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("select unnest(rule.waiting_wishes())")
        ids = [row[0] for row in cursor.fetchall()]
        return set(Wish.objects.filter(pk__in=ids).values_list("text", flat=True))


# Seeing


@pytest.mark.parametrize("slug", STRANGERS)
def test_whoever_is_nothing_to_the_plan_sees_no_wish_answer_or_leave(slug):
    with acting(user(slug).pk):
        assert not Wish.objects.exists()
        assert not WishAnswer.objects.exists()
        assert not PlannedLeave.objects.exists()
        assert not waiting()


def test_nobody_who_is_not_logged_in_sees_any():
    with acting(None):
        assert not Wish.objects.exists()
        assert not WishAnswer.objects.exists()
        assert not waiting()


def test_each_sees_the_wishes_in_the_topics_that_are_given():
    own = "Kan jeg få bytte avdeling?"  # kept to himself
    seen = {"elias": {DEPOSIT, FLAT, LEAVE, PHONE, own}, "marte": {DEPOSIT, FLAT, LEAVE, PHONE}, "kari": {DEPOSIT, FLAT},
            "hanne": {DEPOSIT, FLAT}, "torbjorn": set(), "sunniva": set(), "mona": set(), "liv": {PHONE}}  # fmt: skip
    for slug, wanted in seen.items():
        with acting(user(slug).pk):
            assert texts() == wanted, slug


def test_an_agency_that_is_asked_without_the_topic_does_not_see_the_wish(plan):
    with acting(user("elias").pk):
        actions.ask(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=7, agency=body("nav"), text="Få hjelp til å sove"
        )  # fmt: skip
    with acting(user("kari").pk):
        assert "Få hjelp til å sove" not in texts() | waiting()


def test_whoever_is_excluded_from_the_topic_sees_neither_wish_nor_answer(plan):
    with acting(user("elias").pk):
        consents.exclude(plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=1)
        consents.exclude(plan=plan, made_by=user("elias"), recipient=Recipient(agency=body("nav")), topic=1)
    for slug in ("farid", "kari"):
        with acting(user(slug).pk):
            assert not texts() & {DEPOSIT, FLAT}
            assert not WishAnswer.objects.filter(topic=1).exists()


def test_after_withdrawal_the_agency_sees_nothing_its_own_answer_included(plan):
    deposit = wish_of(DEPOSIT)
    deposit.plan = plan
    with acting(user("elias").pk):
        consents.withdraw(plan=plan, recipient=Recipient(agency=body("nav")))
    with acting(user("kari").pk):
        assert not Wish.objects.exists()
        assert not WishAnswer.objects.exists()
        assert not waiting()
        assert refused(lambda: answered(deposit, as_agency("kari")))


def test_the_contact_team_reads_an_agencys_answer_only_where_it_may_be_obtained(plan):
    with acting(user("elias").pk):
        wish = actions.ask(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=7, agency=body("prison_health"), text="Time hos psykolog"
        )  # fmt: skip
    with acting(user("sunniva").pk):
        given = answered(wish, as_agency("sunniva"))
    with acting(user("marte").pk):
        assert wish.text in texts()
        assert not WishAnswer.objects.filter(pk=given.pk).exists()
    with acting(user("elias").pk):
        assert WishAnswer.objects.filter(pk=given.pk).exists()


# Asking


def test_the_contact_team_asks_together_with_the_person_and_never_as_the_person(plan):
    marte = user("marte")
    with acting(marte.pk):
        together = Writer(marte, Source.PERSON, together=True)
        assert actions.ask(plan=plan, writer=together, topic=1, text="Skrevet sammen").way == WishWay.TOGETHER
        alone = Writer(marte, Source.PERSON)
        assert refused(lambda: actions.ask(plan=plan, writer=alone, topic=1, text="x"))
        assert refused(
            lambda: plans.write(Wish, plan=plan, writer=together, topic=1, text="x", way="own_login")
        )
        assert refused(lambda: plans.write(Wish, plan=plan, writer=together, topic=1, text="x", way="slip"))
        service = Writer(marte, Source.CORRECTIONAL)
        assert refused(
            lambda: plans.write(Wish, plan=plan, writer=service, topic=1, text="x", way="together")
        )


@pytest.mark.parametrize("slug", ["kari", "hanne", "silje", "anders", "leyla"])
def test_nobody_else_asks_in_the_persons_name(slug, plan):
    with acting(user(slug).pk):
        for source in (Source.PERSON, Source.CORRECTIONAL):
            writer = Writer(user(slug), source, together=source == Source.PERSON)
            assert refused(lambda writer=writer: actions.ask(plan=plan, writer=writer, topic=1, text="x"))


def test_what_was_asked_stays_as_it_was():
    wish = wish_of(DEPOSIT)
    for slug in ("elias", "marte"):
        with acting(user(slug).pk):
            for change in ({"text": "Noe annet"}, {"own_words": "Mer"}, {"asked_on": timezone.localdate()},
                           {"asked_agency_id": body("school").pk}, {"way": "slip"}, {"topic_id": 7}):  # fmt: skip
                assert refused(lambda change=change: plans.edit(wish, **change)), (slug, change)


def test_the_person_takes_a_wish_back_and_the_contact_team_registers_it_as_told():
    with acting(user("marte").pk):
        assert refused(lambda: actions.withdraw(wish_of(FLAT), way=WishWay.OWN_LOGIN))
        assert actions.withdraw(wish_of(FLAT), way=WishWay.TOGETHER)
    with acting(user("elias").pk):
        assert refused(lambda: plans.edit(wish_of(FLAT), withdrawn_on=None, withdrawn_way=""))
        assert actions.withdraw(wish_of(DEPOSIT), way=WishWay.OWN_LOGIN)
    with acting(user("kari").pk):
        assert refused(lambda: actions.withdraw(wish_of(FLAT), way=WishWay.TOGETHER))
        assert refused(lambda: answered(wish_of(DEPOSIT), as_agency("kari")))


def test_nobody_but_the_person_makes_a_wish_or_its_answer_go_away():
    for slug in ("marte", "kari"):
        with acting(user(slug).pk):
            assert refused(lambda: plans.remove(wish_of(DEPOSIT))), slug
            assert refused(lambda: plans.remove(WishAnswer.objects.get(wish__text=DEPOSIT))), slug
    with acting(user("elias").pk):
        assert plans.remove(wish_of(DEPOSIT))


def test_a_wish_hangs_on_no_need_of_another_plan_and_on_none_that_is_not_seen(plan):
    with acting(user("leyla").pk):
        leylas = Need.objects.filter(plan=plan_of("leyla"))[0]
    marte = user("marte")
    with acting(marte.pk):
        writer = Writer(marte, Source.PERSON, together=True)
        assert refused(lambda: actions.ask(plan=plan, writer=writer, topic=1, text="x", need=leylas))
    with acting(user("elias").pk):
        hidden = Need.objects.get(only_me=True)
    with acting(marte.pk):
        assert refused(lambda: actions.ask(plan=plan, writer=writer, topic=1, text="x", need=hidden))


def test_only_a_wish_about_progression_is_applied_for():
    with acting(user("marte").pk):
        assert actions.tell_applied(wish_of(LEAVE), applied_on=timezone.localdate(), decides="regional")
        assert refused(
            lambda: actions.tell_applied(wish_of(DEPOSIT), applied_on=timezone.localdate(), decides="")
        )


# Answering


def test_the_one_who_was_asked_answers_and_then_nothing_waits():
    with acting(user("hanne").pk):
        assert waiting() == {FLAT}
        answered(wish_of(FLAT), as_agency("hanne"))
        assert not waiting()


def test_an_answer_is_written_by_no_other_agency_nor_in_anothers_name():
    wish = wish_of(FLAT)
    with acting(user("kari").pk):
        assert FLAT in texts()
        assert refused(lambda: answered(wish, as_agency("kari")))
        assert refused(lambda: answered(wish, as_agency("kari", "home_municipality")))
        assert refused(lambda: answered(wish, Writer(user("kari"), Source.CORRECTIONAL)))
        assert refused(lambda: answered(wish, Writer(user("kari"), Source.INDIVIDUAL)))


def test_the_contact_team_answers_only_what_it_was_asked():
    with acting(user("marte").pk):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        assert waiting() == {PHONE}
        assert refused(lambda: answered(wish_of(FLAT), service))
        assert refused(lambda: answered(wish_of(PHONE), Writer(user("marte"), Source.PERSON, together=True)))
        assert refused(lambda: answered(wish_of(FLAT), as_agency("marte", "home_municipality")))
        assert answered(wish_of(PHONE), service)


def test_the_person_answers_no_wish_and_an_agency_none_to_kriminalomsorgen():
    with acting(user("elias").pk):
        for source in (Source.PERSON, Source.CORRECTIONAL):
            assert refused(lambda source=source: answered(wish_of(PHONE), Writer(user("elias"), source)))
    with acting(user("kari").pk):
        assert refused(lambda: answered(wish_of(LEAVE), as_agency("kari")))


RAW = (
    "insert into wishes_wishanswer (key, plan_id, topic_id, source, source_agency_id, only_me, written_by_id, written_at,"
    " together, imported, wish_id, answer, reason, answered_on, decided_by, complaint_period)"
    " values (gen_random_uuid(), %(plan)s, %(topic)s, 'agency', %(agency)s, false, %(writer)s, now(), false, false,"
    " %(wish)s, 'yes', '', current_date, '', '')"
)


@pytest.mark.parametrize(
    ("slug", "kind", "topic", "works"),
    [("hanne", "home_municipality", 1, True), ("hanne", "home_municipality", 2, False), ("kari", "nav", 1, False),
     ("kari", "home_municipality", 1, False), ("sunniva", "home_municipality", 1, False)],
)  # fmt: skip
def test_sql_that_is_slipped_in_answers_for_nobody_else(slug, kind, topic, works):
    """The statement reaches the database as the web server's own login, and the rules still hold."""
    wish, claimed = wish_of(FLAT), body(kind)

    def slip_in():
        with connection.cursor() as cursor:
            values = {
                "plan": wish.plan_id,
                "topic": topic,
                "agency": claimed.pk,
                "writer": user(slug).pk,
                "wish": wish.pk,
            }
            cursor.execute(RAW, values)
            return cursor.rowcount

    with acting(user(slug).pk):
        assert refused(slip_in) is not works


def test_a_no_and_another_proposal_say_why():
    with acting(user("hanne").pk):
        for said in ("no", "other"):
            for reason in ("", "  "):
                assert refused(
                    lambda said=said, reason=reason: actions.answer(
                        wish=wish_of(FLAT), writer=as_agency("hanne"), answer=said, reason=reason
                    )
                )


def test_an_answer_is_replaced_and_never_rewritten():
    with acting(user("kari").pk):
        given = WishAnswer.objects.get(wish__text=DEPOSIT)
        assert refused(lambda: plans.edit(given, answer="no", reason="Likevel ikke"))
        answered(wish_of(DEPOSIT), as_agency("kari"), reason="Fortsatt ja")
    with acting(user("elias").pk):
        assert [a.reason[:12] for a in WishAnswer.objects.filter(wish__text=DEPOSIT)][0] == "Fortsatt ja"
        assert refused(lambda: plans.edit(given, reason="Noe jeg fant på"))


def test_a_blocked_wish_is_seen_by_nobody():
    with acting(user("marte").pk):
        plans.written_on_wrong_person(wish_of(FLAT))
    for slug in ("elias", "marte", "hanne"):
        with acting(user(slug).pk):
            assert FLAT not in texts() | waiting()


def test_a_wish_from_a_progression_wish_is_about_progression(plan):
    with acting(user("elias").pk):
        step = ProgressionWish.objects.filter(plan=plan)[0]
        own = Writer(user("elias"), Source.PERSON)
        assert refused(lambda: actions.ask(plan=plan, writer=own, topic=1, text="x", progression_wish=step))
