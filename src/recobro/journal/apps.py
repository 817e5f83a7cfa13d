"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `journal_<model>`."""

    name = "recobro.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
