from django.urls import path

from pop.wishes.views import asking, contesting, inbox, leaves, slips, wish

PLAN = "planer/<uuid:key>/onsker/"
WISH = f"{PLAN}<uuid:wish>/"
LEAVE = "planer/<uuid:key>/permisjoner/"

urlpatterns = [
    path("onsker/", inbox.inbox, name="wishes_inbox"),
    path("mine-onsker/", inbox.my_wishes, name="my_wishes"),
    path(PLAN, inbox.wishes, name="wishes"),
    path(f"{PLAN}ny/", asking.new, name="wish_new"),
    path(f"{PLAN}lapp/", slips.print_new, name="slip_new"),
    path(f"{PLAN}lapp/<uuid:slip>/", slips.sheet, name="slip"),
    path(f"{PLAN}lapp/<uuid:slip>/pdf/", slips.pdf, name="slip_pdf"),
    path(WISH, wish.read, name="wish"),
    path(f"{WISH}svar/", wish.answer, name="wish_answer"),
    path(f"{WISH}trekk/", wish.withdraw, name="wish_withdraw"),
    path(f"{WISH}sokt/", wish.applied, name="wish_applied"),
    path(f"{WISH}apne/", wish.open_up, name="wish_open"),
    path(f"{WISH}uenig/", contesting.of_wish, name="wish_contest"),
    path(f"{WISH}svar/<uuid:answer>/uenig/", contesting.of_answer, name="wish_answer_contest"),
    path(f"{WISH}feil-person/", wish.wrong_person, name="wish_wrong_person"),
    path("lapp/", slips.register, name="slip_register"),
    path("lapp/<uuid:slip>/", slips.receipt, name="slip_receipt"),
    path(f"{LEAVE}ny/", leaves.new, name="leave_new"),
    path(f"{LEAVE}<uuid:leave>/", leaves.change, name="leave"),
    path(f"{LEAVE}<uuid:leave>/uenig/", contesting.of_leave, name="leave_contest"),
]
