"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `notices_<model>`."""

    name = "recobro.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
