"""Who signs in to the demo: invented people, one per role and portfolio, with passwords of this installation."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from recobro.access.actions import create_person
from recobro.access.models import Person
from recobro.access.roles import Role


@dataclass(frozen=True, slots=True)
class User:
    """One sign-in."""

    name: str
    full_name: str
    role: Role
    portfolio: str


USERS = (
    User("marta", "Marta Ibáñez Calvo", Role.CONTROLLER, "valle"),
    User("julian", "Julián Herrero Sanz", Role.SUPERVISOR, "valle"),
    User("beatriz", "Beatriz Olmedo Rueda", Role.ADVISOR, "valle"),
    User("oscar", "Óscar Merino Peña", Role.OPERATIONS, "valle"),
    User("nuria", "Nuria Salcedo Vaquero", Role.FIRST_LINE, "valle"),
    User("teresa", "Teresa Arranz Lozano", Role.MANAGER, "valle"),
    User("emilio", "Emilio Pascual Nieto", Role.AUDITOR, "valle"),
    User("raquel", "Raquel Tejedor Cuesta", Role.ADMIN, "valle"),
    User("gabriela", "Gabriela Paredes Lema", Role.ADVISOR, "andina"),
    User("diego", "Diego Pilatasig Caiza", Role.FIRST_LINE, "andina"),
    User("ximena", "Ximena Cárdenas Yánez", Role.SUPERVISOR, "andina"),
    User("galo", "Galo Intriago Bravo", Role.CONTROLLER, "andina"),
    User("paola", "Paola Morocho Tipán", Role.OPERATIONS, "andina"),
    User("vinicio", "Marco Vinicio Salazar", Role.MANAGER, "andina"),
    User("mayra", "Mayra Chango Pilco", Role.AUDITOR, "andina"),
    User("tania", "Tania Espinoza Macías", Role.ADMIN, "andina"),
)

ROLE_NAMES = {
    Role.FIRST_LINE: "primera línea",
    Role.ADVISOR: "asesoría",
    Role.SUPERVISOR: "supervisión",
    Role.OPERATIONS: "operaciones",
    Role.CONTROLLER: "control de impagos",
    Role.MANAGER: "dirección",
    Role.AUDITOR: "auditoría",
    Role.ADMIN: "administración",
}


def passwords(folder: Path) -> dict[str, str]:
    """The passwords of this installation, made at the first call. Only the owner may read them."""
    file = folder / "demo_users.json"
    if not file.exists():
        made = {user.name: "-".join(secrets.token_hex(2) for _ in range(4)) for user in USERS}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_suffix(".new")
        draft.touch(0o600)
        draft.write_text(json.dumps(made, indent=1), encoding="utf-8")
        draft.replace(file)
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def settle(folder: Path) -> None:
    """Make whoever is missing."""
    known = passwords(folder)
    there = set(Person.objects.filter(name__in=[user.name for user in USERS]).values_list("name", flat=True))
    with transaction.atomic():
        for user in USERS:
            if user.name not in there:
                create_person(
                    user.name,
                    portfolio_code=user.portfolio,
                    role=user.role,
                    password=known[user.name],
                    full_name=user.full_name,
                    email=f"{user.name}@{user.portfolio}.example.com",
                )
