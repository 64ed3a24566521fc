from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "pop.handovers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.handovers import told
        from pop.handovers.block import on_plan_page
        from pop.plans import blocks

        blocks.add(60, "handovers/block.html", on_plan_page)
        told.add()
