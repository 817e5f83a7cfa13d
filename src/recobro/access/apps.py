"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `access_<model>`."""

    name = "recobro.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
