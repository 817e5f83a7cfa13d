"""The tray offers to book what a person may decide, says what accepting does, and offers nothing else."""

from __future__ import annotations

import pytest

from recobro.access.queries import system_scope
from recobro.access.roles import Role
from recobro.billing.models import Invoice, MatchProposal
from recobro.flows.take import take
from tests.db.billing.files import payments
from tests.web.conftest import SignIn
from tests.web.world import World

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TRAY = "/importar/pendientes/?ver=todas&clase=pagos"


@pytest.fixture
def bill(world: World) -> Invoice:
    """An invoice of 61.08 that nobody has paid yet."""
    assert world.billed is not None
    return world.billed


def read(world: World, *lines: str) -> None:
    """A sheet of payments is taken in."""
    for line in lines:
        take(system_scope(world.spain.code), payments(line), file_name="pagos.csv")


def test_a_refund_beyond_the_credit_is_accepted_there(world: World, bill: Invoice, signed_in: SignIn) -> None:
    read(world, f"23/11/2026;61,08;{bill.number};;P-1", f"24/11/2026;-20,00;{bill.number};;P-1")
    controller = signed_in(world.people[Role.CONTROLLER])
    page = controller.get(TRAY).content.decode()
    assert "lo que falte vuelve a quedar pendiente en la factura que se nombra" in page
    assert "Devuelve al cliente más de lo que tenía a su favor ese día." in page
    proposal = MatchProposal.objects.get(reason="reopens_what_it_names")
    assert f'value="{proposal.pk}"' in page
    row = proposal.lot_row
    click = {"act": "accept", "proposal": proposal.pk, "cartera": world.spain.code}
    told = controller.post(f"/importar/{row.lot.ref}/{row.line}/", click, follow=True).content.decode()
    assert f"{row.lot.ref}:{row.line}: Aplicada." in told
    bill.refresh_from_db()
    assert bill.open_cents == 20_00


def test_what_cannot_be_given_back_is_not_offered(world: World, bill: Invoice, signed_in: SignIn) -> None:
    read(world, f"24/11/2026;-20,00;{bill.number};;P-1")
    page = signed_in(world.people[Role.CONTROLLER]).get(TRAY).content.decode()
    assert "Anula un pago que no consta." in page
    assert " la propuesta de la fila" not in page
