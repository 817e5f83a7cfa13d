"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `parties_<model>`."""

    name = "recobro.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
