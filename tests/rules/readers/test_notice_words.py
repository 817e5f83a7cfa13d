"""Words of lists of communications: the way, the result, and the columns that make a sheet such a list."""

from __future__ import annotations

import io
from datetime import date

import pytest

from recobro.readers.notice_words import NoticeKind, arrived, kind_of
from recobro.readers.open import read_file
from recobro.readers.rows import BadFile, Fault, Row, RowKind

HEADINGS = "Nº factura;CUPS;NIF;Cliente;Canal;Tipo de comunicado;Fecha envío;Fecha de recepción;Destinatario;Resultado"


def items(*lines: str) -> list[Row | Fault]:
    _, found = read_file(io.BytesIO("\n".join(lines).encode()))
    return [item for item in found if isinstance(item, Row | Fault)]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Carta", NoticeKind.LETTER),
        ("Correo electrónico certificado", NoticeKind.CERTIFIED),
        ("E-mail certificado", NoticeKind.CERTIFIED),
        ("Email", NoticeKind.EMAIL),
        ("Correo certificado", NoticeKind.POST),
        ("Burofax con acuse", NoticeKind.POST),
        ("SMS certificado", NoticeKind.SMS),
        ("Llamada", NoticeKind.CALL),
        ("Correo", None),
        ("", None),
    ],
)
def test_the_way_is_what_the_words_name(said: str, kind: NoticeKind | None) -> None:
    assert kind_of(said) is kind


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ("Entregado", True),
        ("No entregado", False),
        ("Rebotado", False),
        ("Rechazado", False),
        ("Enviado", None),
        ("", None),
    ],
)
def test_a_result_says_yes_no_or_nothing(result: str, found: bool | None) -> None:
    assert arrived(result) is found


def test_a_list_is_known_by_its_columns() -> None:
    (row,) = items(HEADINGS, "F-1;;;Ana;Email;Aviso;02/11/2026;03/11/2026;ANA@example.com;Entregado")
    assert isinstance(row, Row)
    assert (row.kind, row.invoice_number, row.amount_cents) == (RowKind.NOTICE, "F-1", None)
    assert (row.booked_on, row.value_on) == (date(2026, 11, 2), date(2026, 11, 3))
    assert (row.reason_code, row.email, row.reason_text) == ("email", "ana@example.com", "Entregado")


def test_a_row_without_a_day_or_without_anybody_is_a_fault() -> None:
    found = items(HEADINGS, "F-1;;;Ana;Carta;Aviso;;;;;", ";;;Ana;Carta;Aviso;02/11/2026;;;")
    assert [item.code for item in found if isinstance(item, Fault)] == ["missing_date", "missing_customer"]


def test_a_list_without_its_channel_says_what_is_missing() -> None:
    with pytest.raises(BadFile):
        items("Factura;Fecha envío;Cliente", "F-1;02/11/2026;Ana")
