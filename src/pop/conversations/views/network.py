"""Who matters to the person, in short structured form, beside what they are good at (work order 4, section 3)."""

from django.http import HttpResponse
from django.shortcuts import render

from pop.people.middleware import PersonalRequest
from pop.plans import areas
from pop.plans.actions import CONTACTS
from pop.plans.models import Contact, Statement, StatementKind
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("network", relations=(OWN, CONTACT))
def network(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """A partner sees the single contacts that are opened to it, where it always has; never this list (rule A11)."""
    contacts = list(Contact.objects.of(opened.plan))
    context = {
        "opened": opened,
        "contacts": contacts,
        "nobody_at_gate": not any(contact.at_gate for contact in contacts),
        "strengths": list(Statement.objects.of(opened.plan).filter(kind=StatementKind.STRENGTH)),
        "may_write": CONTACTS in areas.writable(opened.plan),
    }
    return render(request, "conversations/network.html", context)
