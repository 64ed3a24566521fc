from django.conf import settings
from django.urls import path

from pop.notices.views import acute, letters, mine, proving

demo = [path("demo/sendt/", letters.outbox, name="outbox")] if settings.DEMO or settings.TESTING else []

urlpatterns = [
    path("varsler/", mine.notices, name="notices"),
    path("varsler/lest/", mine.read_all, name="notices_read"),
    path("varsler/beskjed/", mine.choices, name="notice_choices"),
    path("varsler/bekreft/", proving.prove, name="notice_prove"),
    path("varsler/bekreft/ny-kode/", proving.new_code, name="notice_code"),
    path("varsler/ikke-framme/", letters.dead, name="dead_letters"),
    path("varsler/ikke-framme/<uuid:key>/igjen/", letters.again, name="letter_again"),
    path("varsler/<uuid:key>/apne/", mine.open_one, name="notice_open"),
    path("planer/<uuid:key>/haster/", acute.tell, name="acute"),
    *demo,
]
