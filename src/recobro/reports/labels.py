"""The headings that the office knows, in its own words. Sentences that explain something are in `core/wording`."""

from __future__ import annotations

MOVEMENTS = {
    "before": "Total anterior",
    "opened": "Saldo de apertura cargado",
    "charged": "Facturas nuevas",
    "returned": "Devoluciones",
    "already_counted": "Devoluciones ya contadas",
    "collected": "Cobros",
    "refunded": "Devuelto a clientes",
    "adjusted": "Ajustes y abonos",
    "written_off": "Bajas",
    "after": "Total actual",
}
SPLIT = {"overdue": "Vencido", "not_due": "Por vencer", "credit": "Saldos a favor", "total": "Total"}
BUCKETS = ("0–30", "31–60", "61–90", "91–180", "+180")
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
CLOSED = {
    "friday": "viernes",
    "saturday": "sábado",
    "sunday": "domingo",
    "holiday": "festivo",
    "eve": "víspera",
    "unknown": "calendario sin confirmar",
}
ACTS = {"notify": "aviso", "call": "llamada", "propose_cut": "candidato a corte"}
STEP_STATES = {
    "proposed": "por liberar",
    "released": "liberado",
    "handed": "saliendo",
    "done": "hecho",
    "dropped": "descartado al revisar",
    "withdrawn": "retirado",
    "failed": "sin entregar",
}
LOT_STATUS = {
    "received": "recibido",
    "checked": "comprobado, sin aplicar",
    "booked": "aplicado",
    "waiting": "en espera",
    "duplicate": "repetido",
    "refused": "rechazado",
    "reversed": "deshecho",
}
LOT_KINDS = {
    "returns": "Devoluciones",
    "unpaid": "Impagos del ERP",
    "payments": "Pagos",
    "contracts": "Contratos",
    "invoices": "Facturas",
    "opening": "Apertura",
    "remittance": "Remesas",
    "notices": "Comunicados",
}
SUPPLY = {"ES": "CUPS", "EC": "N.º de servicio / DUMMY"}
TAX_ID = {"ES": "NIF", "EC": "Cédula / RUC"}
ROW_STATUS = {"waiting": "Sin emparejar", "faulty": "Ilegible"}
ROW_KINDS = {
    "return": "Devolución",
    "reject": "Rechazo",
    "payment": "Pago",
    "remittance": "Adeudo presentado",
    "collection": "Cobro del banco",
    "accepted": "Remesa aceptada",
    "refused": "Remesa rechazada",
    "voided": "Remesa anulada por error nuestro",
    "unpaid": "Impago del ERP",
    "invoice": "Factura",
    "contract": "Contrato",
}
MOVE_NOTES = {
    "": "",
    "undone": "Anulación",
    "refunded": "Devuelto al cliente",
    "credit": "A cuenta, sin factura",
    "credit_used": "Saldo a favor que pasa a una factura",
}
DIFFERENCES = {
    "only_bank": "En el banco y no en el ERP",
    "only_erp": "En el ERP y no en el banco",
    "amount": "Importe distinto",
    "gone": "Desaparecida del ERP",
}
OWNERS = {"operations": "Operaciones", "controller": "Control"}
LISTS = {"operations": "Operaciones", "control": "Control"}
