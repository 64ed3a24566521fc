"""Addresses of the history of a plan."""

from django.urls import path

from pop.history.views import log, undoing, versions

LOG = "planer/<uuid:key>/logg/"

urlpatterns = [
    path(LOG, log.log, name="log"),
    path(f"{LOG}lest/", log.read, name="log_read"),
    path(f"{LOG}endring/<int:number>/angre/", undoing.undo, name="undo"),
    path(f"{LOG}versjon/", versions.versions, name="versions"),
    path(f"{LOG}versjon/ny/", versions.new, name="version_new"),
    path(f"{LOG}versjon/sammenlign/", versions.compare, name="version_compare"),
    path(f"{LOG}versjon/<int:number>/", versions.version, name="version"),
    path(f"{LOG}versjon/<int:number>/svar/", versions.answer, name="version_answer"),
    path(f"{LOG}dag/", versions.day, name="plan_of_day"),
]
