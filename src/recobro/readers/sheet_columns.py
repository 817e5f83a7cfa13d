"""Which column of a sheet holds what: headings in Spanish and English, folded; the kinds of sheets and the columns they need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from recobro.readers.rows import BadFile

MIN_MATCHES = 3  # a heading row has at least so many known headings
_DROPPED = frozenset({"de", "del", "la", "el", "los", "las", "en", "y", "the", "of", "por", "a"})
_WORDS = {
    **dict.fromkeys(("no", "n", "num", "nro", "number", "nr"), "numero"),
    **dict.fromkeys(("cod", "code"), "codigo"),
    **dict.fromkeys(("f", "fec", "date", "fch"), "fecha"),
    **dict.fromkeys(("vto", "vcto", "venc", "vence", "vencim"), "vencimiento"),
    **dict.fromkeys(("fra", "fact", "invoice"), "factura"),
    **dict.fromkeys(("tel", "telf", "tfno", "tlf", "phone", "telephone"), "telefono"),
    **dict.fromkeys(("amount", "imp", "valor", "monto"), "importe"),
    **dict.fromkeys(("customer", "client"), "cliente"),
    **dict.fromkeys(("mail", "email", "correos"), "correo"),
    "ref": "referencia",
    "reference": "referencia",
    "dir": "direccion",
    "address": "direccion",
}
# Field → headings after `fold`. The first field that claims a heading has it.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "debtor_name": (
        "cliente", "nombre cliente", "nombre", "titular", "razon social", "nombre o razon social", "deudor", "nombres apellidos",
        "nombre apellidos", "apellidos nombre", "apellidos nombres", "nombre titular", "cliente nombre", "name", "cliente name",
        "abonado", "pagador", "ordenante", "contraparte", "partner name",
    ),
    "first_names": ("nombres", "first name", "first names"),
    "last_names": ("apellidos", "apellido", "last name", "surname"),
    "invoice_number": (
        "numero factura", "factura", "factura numero", "codigo factura", "documento", "numero documento", "numero recibo", "recibo",
        "serie numero", "facturas",
    ),
    "amount": (
        "importe", "importe total", "importe pendiente", "importe eur", "importe usd", "total", "total factura", "importe factura",
        "importe deuda", "deuda", "saldo", "saldo pendiente", "pendiente", "importe pagado", "importe cobrado", "importe pago",
        "pagado", "cantidad", "importe recibo", "importe impagado", "betrag", "total deuda",
    ),
    "debit": ("debe", "debito", "cargo", "cargos", "debit"),
    "credit": ("haber", "credito", "abono", "abonos", "credit"),
    "side": ("d c", "d h", "debe haber", "dc", "dh", "signo", "cargo abono"),
    "currency": ("moneda", "divisa", "currency", "ccy"),
    "cups": (
        "cups", "codigo cups", "numero servicio", "servicio", "suministro", "punto suministro", "numero suministro", "numero linea",
        "linea", "dummy", "numero dummy", "cuenta contrato", "numero servicio dummy",
    ),
    "customer_ref": (
        "codigo cliente", "numero cliente", "cliente codigo", "cliente numero", "id cliente", "contrato", "numero contrato",
        "codigo contrato", "codigo tercero", "cliente id", "cuenta cliente",
    ),
    "tax_id": (
        "nif", "cif", "nif cif", "cif nif", "dni", "nie", "dni nif", "nif dni", "identificacion fiscal", "numero identificacion",
        "identificacion", "vat", "tax id",
    ),
    "tax_id_ec": ("cedula", "ruc", "cedula ruc", "ruc cedula", "ci", "ci ruc", "numero cedula", "cedula identidad"),
    "issued_on": ("fecha factura", "fecha emision", "emision", "emitida", "fecha expedicion", "issued", "factura fecha"),
    "due_on": (
        "vencimiento", "fecha vencimiento", "fecha limite", "fecha limite pago", "due", "due fecha", "fecha due", "fecha cargo",
        "fecha maxima pago",
    ),
    "booked_on": (
        "fecha pago", "fecha cobro", "fecha abono", "fecha ingreso", "fecha operacion", "fecha contable", "fecha devolucion",
        "fecha movimiento", "payment fecha", "fecha payment", "fecha transaccion", "buchungstag", "f operacion",
    ),
    "value_on": ("fecha valor",),
    "day": ("fecha",),
    "reason": ("motivo", "motivo devolucion", "codigo motivo", "causa", "causa devolucion", "codigo devolucion", "reason"),
    "status": ("estado", "situacion", "estado pago", "estado recibo", "status"),
    "mandate_id": ("mandato", "numero mandato", "referencia mandato", "rum", "umr", "mandate"),
    "end_to_end_id": ("end to end", "endtoendid", "end to end id", "referencia adeudo", "e2e"),
    "reference": ("referencia", "numero referencia", "referencia pago", "codigo pago", "comprobante", "numero comprobante",
                  "numero operacion", "operation numero"),
    "debtor_account": ("iban", "cuenta bancaria", "numero cuenta", "cuenta", "ccc", "bank account", "cuenta cargo"),
    "phone": ("telefono", "movil", "celular", "telefono movil", "contacto celular", "telefono contacto", "telefono 1", "telefono fijo",
              "contacto fijo", "numero telefono"),
    "email": ("correo", "correo electronico", "e correo", "correo e", "direccion correo"),
    "address": ("direccion", "domicilio", "direccion suministro", "calle", "direccion postal"),
    "town": ("municipio", "poblacion", "ciudad", "localidad", "canton", "town", "city"),
    "region": ("provincia", "region", "province"),
    "segment": ("segmento", "tipo cliente", "clase cliente", "segment"),
    "product": ("producto", "tarifa", "plan", "product", "tipo servicio"),
    "text": ("concepto", "descripcion", "detalle", "label", "description", "verwendungszweck", "concept", "detail"),
}  # fmt: skip
_FIELD_OF = {heading: name for name, headings in _HEADINGS.items() for heading in headings}

KINDS = ("unpaid", "payments", "contracts", "invoices")
# Per kind: each line needs one of its alternatives.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "unpaid": (("invoice_number",), ("amount", "debit", "credit")),
    "payments": (
        ("amount", "debit", "credit"),
        ("booked_on",),
        ("invoice_number", "reference", "end_to_end_id", "customer_ref", "debtor_name", "tax_id", "cups"),
    ),
    "contracts": (("debtor_name", "first_names", "last_names"), ("customer_ref", "cups")),
    "invoices": (
        ("invoice_number",),
        ("amount", "debit", "credit"),
        ("issued_on",),
        ("due_on",),
        ("customer_ref", "cups"),
    ),
}
_DAY_MEANS = {"unpaid": "booked_on", "payments": "booked_on", "invoices": "issued_on"}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a person has settled for the files of one source, before or after our guess failed."""

    columns: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field → heading as it stands in the file
    decimal: str = ""  # "," or "." when the file does not decide it
    month_first: bool = False  # mm/dd/yyyy
    sheet: str = ""  # name of the sheet to read, also a hidden one


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row that was found."""

    index: int  # position among the rows looked at
    line: int
    columns: dict[str, int]  # field → position
    labels: tuple[str, ...]  # every heading as found
    ignored: tuple[str, ...]  # headings that nobody claims


def fold(heading: object) -> str:
    """ "Nº de factura" → "numero factura": no accents, no case, no punctuation, no small words."""
    text = unicodedata.normalize("NFKD", str(heading).replace("º", "").replace("ª", "").replace(".", ""))
    text = "".join(mark for mark in text if not unicodedata.combining(mark)).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join(_WORDS.get(word, word) for word in words if word not in _DROPPED)


def heading_of(index: int, line: int, cells: Sequence[object], chosen: ColumnMap) -> Heading:
    """Read one row as if it were the heading."""
    labels = tuple(" ".join(str(cell).split()) if isinstance(cell, str) else "" for cell in cells)
    wanted = {fold(heading): name for name, heading in chosen.columns.items()}
    columns: dict[str, int] = {}
    ignored = []
    for position, label in enumerate(labels):
        folded = fold(label)
        name = wanted.get(folded) or _FIELD_OF.get(folded)
        if name in wanted.values() and folded not in wanted:
            name = None  # the person gave this field to another column
        if name is None or name in columns:
            if label:
                ignored.append(label)
            continue
        columns[name] = position
    return Heading(index, line, columns, labels, tuple(ignored))


def find_heading(rows: Iterable[tuple[int, Sequence[object]]], chosen: ColumnMap) -> Heading | None:
    """The row with the most known headings; above it stand titles, merged groups and other matter."""
    best: Heading | None = None
    for index, (line, cells) in enumerate(rows):
        heading = heading_of(index, line, cells, chosen)
        if len(heading.columns) > (len(best.columns) if best else 0):
            best = heading
    return best


def settle_day(columns: dict[str, int], kind: str) -> dict[str, int]:
    """A bare "Fecha" means the day that matters for the kind, unless a column says it better."""
    means = _DAY_MEANS.get(kind, "")
    if "day" in columns and means and means not in columns:
        return {**columns, means: columns["day"]}
    return columns


def missing(columns: Mapping[str, int], kind: str) -> list[str]:
    """What this kind needs and the sheet does not have: "amount", "customer_ref/cups"."""
    return ["/".join(options) for options in NEEDED[kind] if not any(option in columns for option in options)]


def guess_kind(columns: dict[str, int], surroundings: str, labels: list[str]) -> str:
    """The kind of a sheet from its columns and the titles around it. Raises `BadFile` "kind_unclear" rather than guess."""
    words = fold(surroundings)
    lacking = {kind: missing(settle_day(columns, kind), kind) for kind in KINDS}
    fits = [kind for kind in KINDS if not lacking[kind]]
    if not fits:
        nearest = min(KINDS, key=lambda kind: len(lacking[kind]))
        raise BadFile("missing_columns", kind=nearest, missing=lacking[nearest], found=labels)
    if "contracts" in fits and {"amount", "debit", "credit"} & set(columns):
        fits.remove("contracts")
    named = [kind for kind, pattern in _NAMED.items() if kind in fits and re.search(pattern, words)]
    if len(named) == 1:
        return named[0]
    if "reason" in columns and "unpaid" in fits:
        return "unpaid"
    if "payments" in fits and "booked_on" in columns:
        return "payments"
    plain = [kind for kind in fits if kind != "unpaid" or "issued_on" not in columns]
    if len(plain) == 1 and plain != ["payments"]:
        return plain[0]
    raise BadFile("kind_unclear", found=", ".join(fits))


_NAMED = {
    "unpaid": r"\b(devuelt\w*|devolucion\w*|impag\w*)\b",
    "payments": r"\b(pagos?|cobros?|ingresos?|recaudacion)\b",
    "contracts": r"\b(contratos?|clientes)\b",
    "invoices": r"\bfacturas emitidas\b|\bfacturacion\b|^facturas$",
}
