from django.urls import path

from pop.people.views import door, kept, oversight, places, users

urlpatterns = [
    path("", door.start, name="start"),
    path("hjem/", door.home, name="home"),
    path("sprak/", door.language, name="language"),
    path("logg-ut/", door.logout, name="logout"),
    path("logget-ut/", kept.logged_out, name="logged_out"),
    path("ikke-sendt/", kept.drafts, name="drafts"),
    path("ikke-sendt/<uuid:key>/slett/", kept.discard, name="draft_discard"),
    path("taushet/", door.secrecy, name="secrecy"),
    path("brukere/", users.users, name="users"),
    path("brukere/ny/", users.user_new, name="user_new"),
    path("brukere/<uuid:key>/", users.user, name="user"),
    path("brukere/<uuid:key>/i-bruk/", users.user_active, name="user_active"),
    path("brukere/<uuid:key>/rolle/<slug:kind>/", users.role_give, name="role_give"),
    path("brukere/<uuid:key>/rolle/<slug:kind>/slutt/", users.role_end, name="role_end"),
    path("enheter/", places.units, name="units"),
    path("enheter/ny/", places.unit_edit, name="unit_new"),
    path("enheter/<uuid:key>/", places.unit_edit, name="unit_edit"),
    path("enheter/<uuid:key>/avdeling/", places.ward_new, name="ward_new"),
    path("enheter/avdeling/<uuid:key>/", places.ward_edit, name="ward_edit"),
    path("enheter/region/ny/", places.region_edit, name="region_new"),
    path("enheter/region/<uuid:key>/", places.region_edit, name="region_edit"),
    path("etater/", places.agencies, name="agencies"),
    path("etater/ny/", places.agency_edit, name="agency_new"),
    path("etater/<uuid:key>/", places.agency_edit, name="agency_edit"),
    path("oppslag/", oversight.looks, name="looks"),
    path("oversikt/", oversight.overview, name="overview"),
]
