from django.urls import path

from pop.channel.views import messages, modes, threads

PLAN = "planer/<uuid:key>/beskjeder/"
MESSAGE = f"{PLAN}melding/<uuid:message>/"

urlpatterns = [
    path(PLAN, threads.channel, name="channel"),
    path(f"{PLAN}planen/", threads.general, name="channel_general"),
    path(f"{PLAN}kanal/", modes.mode, name="channel_mode"),
    path(f"{PLAN}om/<slug:slug>/<uuid:thing>/", threads.thread, name="channel_thread"),
    path(f"{PLAN}vedlegg/<uuid:attachment>/", messages.file, name="channel_file"),
    path(f"{MESSAGE}uenig/", messages.contest, name="message_contest"),
    path(f"{MESSAGE}feil-person/", messages.wrong_person, name="message_wrong_person"),
    path("enheten/beskjeder/", modes.units, name="unit_channels"),
    path("enheten/beskjeder/<uuid:unit>/", modes.unit, name="unit_channel"),
]
