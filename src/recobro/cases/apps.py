"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `cases_<model>`."""

    name = "recobro.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
