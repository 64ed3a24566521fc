"""All addresses. Norwegian, because people read them."""

from django.conf import settings
from django.urls import include, path

handler400 = "pop.ui.errors.bad_request"
handler403 = "pop.ui.errors.forbidden"
handler404 = "pop.ui.errors.not_found"
handler500 = "pop.ui.errors.server_error"

demo = [path("", include("pop.demo.urls"))] if settings.DEMO or settings.TESTING else []

urlpatterns = [
    *demo,
    path("", include("pop.people.urls")),
    path("", include("pop.plans.urls")),
    path("", include("pop.teams.urls")),
    path("", include("pop.worklists.urls")),
    path("", include("pop.consents.urls")),
    path("", include("pop.imports.urls")),
    path("", include("pop.paper.urls")),
    path("", include("pop.info.urls")),
    path("", include("pop.history.urls")),
    path("", include("pop.looks.urls")),
    path("", include("pop.services.urls")),
    path("", include("pop.wishes.urls")),
    path("", include("pop.gaps.urls")),
    path("", include("pop.channel.urls")),
    path("", include("pop.letters.urls")),
    path("", include("pop.meetings.urls")),
    path("", include("pop.notices.urls")),
    path("", include("pop.challenges.urls")),
    path("", include("pop.surveys.urls")),
    path("", include("pop.benefits.urls")),
    path("", include("pop.handovers.urls")),
    path("", include("pop.process.urls")),
    path("", include("pop.conversations.urls")),
    path("", include("pop.sentences.urls")),
]
