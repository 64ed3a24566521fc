"""«Varsler», how one wants to be told, and what did not arrive."""

from uuid import uuid4

from pop.access.actor import acting
from pop.demo.places import user
from pop.notices.models import Choice, ContactPoint, Notice
from pop.notices.tests.conftest import ADDRESS, reached, something_for_marte

CHOSEN = {
    f"{channel}_{kind}": "off"
    for channel in ("email", "sms")
    for kind in ("task", "answer", "handover", "meeting", "message", "consent")
}


def test_what_is_new_stands_on_the_page_and_in_the_menu(browse) -> None:
    marte = browse("marte")
    marte.post("/varsler/lest/")
    something_for_marte()
    page = marte.get("/varsler/").content.decode()
    assert "Lederen spør hvordan det går" in page
    assert "Elias Brekke" in page
    assert "Varsler (1)" in page


def test_it_is_opened_where_it_belongs_and_then_read(browse) -> None:
    something_for_marte()
    with acting(user("marte").pk):
        notice = Notice.objects.get(what="leader_asks", read_at=None)
    answer = browse("marte").post(f"/varsler/{notice.key}/apne/")
    assert answer["Location"].startswith("/planer/")
    with acting(user("marte").pk):
        assert Notice.objects.get(pk=notice.pk).read_at


def test_nobody_opens_anothers(browse) -> None:
    something_for_marte()
    with acting(user("marte").pk):
        notice = Notice.objects.get(what="leader_asks", read_at=None)
    for slug in ("anders", "elias", "farid"):
        assert browse(slug).post(f"/varsler/{notice.key}/apne/").status_code == 404
    with acting(user("marte").pk):
        assert Notice.objects.get(pk=notice.pk).read_at is None


def test_a_task_that_is_done_is_no_news() -> None:
    something_for_marte()
    with acting(user("marte").pk):
        user("marte").tasks.filter(kind="leader_asks").update(done_at="2026-01-01T12:00Z")
        assert not Notice.objects.filter(what="leader_asks", read_at=None).exists()


def test_one_says_where_and_how(browse) -> None:
    answer = browse("kari").post(
        "/varsler/beskjed/", CHOSEN | {"email": ADDRESS, "phone": "400 00 000", "sms_task": "daily"}
    )
    assert answer.status_code == 302
    with acting(user("kari").pk):
        point = ContactPoint.objects.get()
        assert (point.email, point.phone) == (ADDRESS, "+4740000000")
        assert Choice.objects.get(kind="task", channel="sms").how == "daily"
        assert Choice.objects.get(kind="task", channel="email").how == "off"
    page = browse("kari").get("/varsler/beskjed/").content.decode()
    assert ADDRESS in page


def test_a_wrong_number_comes_back_with_what_was_typed(browse) -> None:
    answer = browse("kari").post("/varsler/beskjed/", CHOSEN | {"email": ADDRESS, "phone": "12"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Skriv nummeret med åtte siffer" in page
    assert ADDRESS in page


def test_nobody_reads_where_another_is_reached() -> None:
    reached("kari", email_task="off")
    for slug in ("marte", "jon", "tone", "anders", "elias"):
        with acting(user(slug).pk):
            assert not ContactPoint.objects.filter(email=ADDRESS).exists(), slug
            assert not Choice.objects.filter(user=user("kari")).exists(), slug
    with acting(None):
        assert not ContactPoint.objects.exists()


def test_only_the_administrator_sees_what_did_not_arrive(browse) -> None:
    assert "Alt har kommet fram" in browse("jon").get("/varsler/ikke-framme/").content.decode()
    for slug in ("marte", "anders", "tone"):
        assert browse(slug).get("/varsler/ikke-framme/").status_code == 404
    assert browse("jon").post(f"/varsler/ikke-framme/{uuid4()}/igjen/").status_code == 404


def test_who_sees_the_plan_as_another_reads_none_of_the_others_notices() -> None:
    """Elias sees his plan as Kari does: where she is reached, and what she was told, is hers alone."""
    from django.db import connection

    from pop.demo.build import plan_of
    from pop.teams.models import SupportTeamMember

    reached("kari")
    with acting(user("elias").pk):
        chair = SupportTeamMember.objects.get(plan=plan_of("elias"), user=user("kari"))
        with connection.cursor() as cursor:
            cursor.execute("select access.view_as(%s, %s)", [chair.plan_id, chair.key])
        assert not ContactPoint.objects.exists()
        assert not Notice.objects.exists()
