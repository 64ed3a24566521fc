"""Where some of the cast are reached, so that the demo shows what would have gone out. Addresses that tell no name."""

from django.utils.timezone import now

from pop.access.actor import acting
from pop.demo.places import user
from pop.notices import actions
from pop.notices.models import AddressProof

REACHED = {
    "marte": ("postkasse1@example.org", "+4740000001"),
    "anders": ("postkasse2@example.org", ""),
    "kari": ("postkasse3@example.org", "+4740000003"),
    "elias": ("", "+4740000004"),
}


def prove() -> None:
    """That the codes came back. As the owner: nobody reads a code but whoever gets it."""
    AddressProof.objects.bulk_create(
        AddressProof(user=user(slug), channel=channel, address=address, asked_at=now(), proven_at=now())
        for slug, (email, phone) in REACHED.items()
        for channel, address in (("email", email), ("sms", phone))
        if address
    )


def build() -> None:
    """First of all: what happens after this is told of in every channel that they have."""
    for slug, (email, phone) in REACHED.items():
        with acting(user(slug).pk):
            actions.choose(
                user=user(slug), email=email, phone=phone,
                how={("task", "sms"): "now", ("answer", "sms"): "now", ("meeting", "email"): "daily"},
            )  # fmt: skip
