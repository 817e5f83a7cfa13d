"""A sheet as it comes from a program that nobody here knows."""

from __future__ import annotations

import io

from recobro.access.models import Portfolio
from recobro.access.queries import system_scope
from recobro.billing.models import Lot
from recobro.flows.take import take

STRANGE = """Listado del programa viejo;;;
Wer;Wieviel;Papier;Anschluss
Julián Herrero;113,35;F-1;ES0021000000000001AB
Pilar Méndez;1.138,52;F-2;ES0021000000000002AB
Bar La Plazuela;12..34;F-3;ES0021000000000003AB
"""


def strange_sheet(house: Portfolio) -> Lot:
    """A sheet whose headings nobody knows: it waits for a person to say what its columns hold."""
    (report,) = take(system_scope(house.code), io.BytesIO(STRANGE.encode()), file_name="programa_viejo.csv")
    assert report.reason == "no_heading"
    return Lot.objects.get(pk=report.lot_id)
