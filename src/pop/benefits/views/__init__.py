"""The pages: DFØ's four activities (map, plan, follow up, report), one figure, the baseline, and trials."""

from django.db import connection

from pop.people.models import User

READERS = "rule.reads_figures()"
KEEPERS = "rule.keeps_benefits()"
"""Questions for `for_role`: who reads figures, and who keeps goals, plan and report."""


def keeps() -> bool:
    """Whether the actor keeps goals, plan and report."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.keeps_benefits()")
        row = cursor.fetchone()
    return bool(row and row[0])


def known(user: int | None) -> User | None:
    """Whoever signed or decided, for a reader who may know them. Never joined: the row would vanish with the name."""
    return User.objects.filter(pk=user).first() if user else None
