"""What other calendars know of meetings (RFC 5545)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing
from pop.people.models import User
from pop.plans.models import Meeting, Plan


class CalendarMark(models.Model):
    """What other calendars know a meeting by (RFC 5545): a number that is used nowhere else, and how often it has changed."""

    processing = Processing(
        holds="hvilket merke et møte har i kalendere, og hvor mange ganger det er endret",
        about="innkalte",
        purpose="at kalendere får vite når et møte flyttes eller avlyses",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="calendar_mark", verbose_name=_("møte")
    )
    uid = models.UUIDField(_("merke i kalendere"))
    sequence = models.PositiveIntegerField(_("endring nummer"))
    changed_at = models.DateTimeField(_("endret"))

    class Meta:
        verbose_name = _("merke i kalendere")
        verbose_name_plural = _("merker i kalendere")
        constraints = [models.UniqueConstraint("uid", name="calendarmark_uid")]


class CalendarFeed(models.Model):
    """That a user's calendar may fetch when the user's meetings are. The address is secret; only its mac is kept."""

    processing = Processing(
        holds="at brukeren henter møtetidene sine til en kalender, og når den sist ble hentet; aldri adressen",
        about="alle brukere",
        purpose="at møter står i kalenderen som brukeren ellers bruker",
        ground=SECURITY,
        kept="til brukeren avslutter den",
    )

    user = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("bruker"))
    mac = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("laget"))
    fetched_at = models.DateTimeField(_("sist hentet"), null=True, blank=True)

    class Meta:
        verbose_name = _("kalenderadresse")
        verbose_name_plural = _("kalenderadresser")
