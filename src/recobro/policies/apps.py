"""The room's registration with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Tables of this room are named `policies_<model>`."""

    name = "recobro.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"
