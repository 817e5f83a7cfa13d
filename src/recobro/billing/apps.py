"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `billing_<model>`."""

    name = "recobro.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"
