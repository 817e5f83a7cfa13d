"""Short Spanish names of what the pages show: roles, kinds, states. Sentences live in `core.wording`."""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "role": {
        "first_line": "Primera línea",
        "advisor": "Asesor de cobranza",
        "supervisor": "Supervisión",
        "operations": "Operaciones",
        "controller": "Control de impagos",
        "manager": "Dirección",
        "auditor": "Auditoría",
        "admin": "Administración",
    },
    "country": {"ES": "España · EUR", "EC": "Ecuador · USD"},
    "stage": {
        "early": "Temprana",
        "extrajudicial": "Extrajudicial",
        "coercive": "Coactiva",
        "early_payoff": "Diferido",
    },
    "segment": {"household": "Doméstico", "business": "Empresa", "public_body": "Administración pública"},
    "case_state": {"pending": "Pendiente", "working": "En gestión", "paid": "Pagado", "resolved": "Resuelto"},
    "act": {"notify": "Enviar aviso", "call": "Llamar", "propose_cut": "Revisar corte"},
    "step_state": {
        "proposed": "Propuesto",
        "released": "Liberado",
        "done": "Hecho",
        "dropped": "Retirado",
        "withdrawn": "Anulado",
        "failed": "Sin entregar",
    },
    "notice_state": {
        "nobody": "A la espera de un trabajador",
        "queued": "En cola",
        "sent": "Enviado",
        "refused": "No se envió",
        "failed": "Sin entregar",
        "uncertain": "Sin confirmar",
    },
    "lot_kind": {
        "returns": "Devoluciones",
        "unpaid": "Vencidos devueltos",
        "payments": "Pagos",
        "contracts": "Contratos",
        "invoices": "Facturas",
        "opening": "Apertura",
    },
    "lot_status": {
        "received": "Recibido",
        "checked": "Por aplicar",
        "booked": "Aplicado",
        "waiting": "En espera",
        "duplicate": "Repetido, se ignora",
        "refused": "Rechazado",
        "reversed": "Deshecho",
    },
    "row_status": {
        "booked": "Emparejada",
        "known": "Ya conocida",
        "waiting": "Sin emparejar",
        "faulty": "Con error",
        "set_aside": "Apartada",
        "ignored": "No es nuestra",
    },
    "task_phase": {
        "nobody": "A la espera de un trabajador",
        "queued": "En cola: empieza en cuanto acabe lo anterior",
        "begun": "Abriendo el fichero",
        "read": "Leyendo las filas",
        "match": "Buscando de quién es cada fila",
        "invoices": "Anotando las facturas",
        "returns": "Anotando las devoluciones",
        "ledger": "Anotando en el libro",
        "payments": "Repartiendo los pagos",
        "rows": "Guardando las filas y comprobando los totales",
    },
    "row_field": {
        "amount": "Importe",
        "booked_on": "Fecha",
        "due_on": "Vencimiento",
        "issued_on": "Fecha de factura",
        "reason_code": "Motivo",
        "invoice_number": "Número de factura",
        "cups": "CUPS",
        "currency": "Moneda",
    },
    "entry_kind": {
        "opening": "Saldo inicial",
        "charged": "Factura emitida",
        "returned": "Recibo devuelto",
        "collected": "Cobro",
        "adjusted": "Ajuste",
        "written_off": "Dado de baja",
    },
    "parallel_kind": {
        "only_here": "Solo en Recobro",
        "only_there": "Solo en su libro",
        "different": "Otro importe",
        "twice": "Repetida en su libro",
        "unreadable": "Ilegible en su libro",
    },
    "claim": {"red": "corte enviado", "yellow": "sin gestionar", "unknown": "algo con un color sin leyenda"},
    "organ": {"database": "Base de datos", "jobs": "Trabajos y envíos", "disk": "Disco"},
    "number_kind": {"cups": "CUPS", "service": "Servicio", "dummy": "DUMMY", "mandate": "Mandato"},
}
TONES: dict[str, dict[str, str]] = {
    "stage": {"early": "info", "extrajudicial": "violet", "coercive": "plum", "early_payoff": "teal"},
    "case_state": {"pending": "warn", "working": "neutral", "paid": "ok", "resolved": "ok"},
    "step_state": {"proposed": "info", "released": "warn", "done": "ok", "failed": "danger"},
    "notice_state": {"queued": "info", "sent": "ok", "refused": "warn", "failed": "danger", "uncertain": "warn"},
    "lot_status": {
        "checked": "warn",
        "booked": "ok",
        "waiting": "warn",
        "refused": "danger",
        "received": "info",
    },
}
ICONS = {"notify": "mail", "call": "phone", "propose_cut": "plug-zap"}


def label(kind: str, value: str) -> str:
    """The Spanish name, or the value itself when none is known: it is never hidden."""
    return LABELS[kind].get(value, value)


def tone(kind: str, value: str) -> str:
    """The colour class of a state; the word beside it says the same."""
    return TONES[kind].get(value, "neutral")
