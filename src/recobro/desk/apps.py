"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `desk_<model>`."""

    name = "recobro.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
