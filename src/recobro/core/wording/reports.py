"""Words of reports: what does not add up, and what the check of the whole house found."""

TEXTS = {
    "totals_do_not_close": "El total anterior y los movimientos no dan el total actual: diferencia {gap}.",
    "balances_differ_from_entries": "Los apuntes suman {entries} y los saldos de las cuentas {balances}.",
    "split_differs_from_total": "Vencido, por vencer y saldos a favor no dan el total: diferencia {gap}.",
    "check_totals": "El total anterior más los movimientos da el total actual.",
    "check_split": "Vencido, por vencer y saldos a favor dan el total.",
    "check_balances": "El saldo de cada cuenta es la suma de sus apuntes.",
    "check_invoices": "Lo pendiente de cada factura es la suma de sus apuntes.",
    "check_credit": "Ningún saldo a favor se usa ni se devuelve dos veces.",
    "check_lots": "Cada fichero aplicado cuadra: declarado = aplicado + sin emparejar + ilegible, también fila a fila.",
    "check_attempts": "Cada recibo devuelto suma cero: ni se cuenta dos veces ni se pierde.",
    "check_opening": "La apertura suma lo que se escribió al abrir, menos lo apartado por su nombre.",
    "check_rungs": "Nadie se salta un peldaño: cada paso tiene probados los anteriores.",
    "check_paid": "A quien ya no debe nada no se le propone ningún paso.",
    "check_twice": "Nada ocurre dos veces.",
    "check_orphans": "Cada referencia lleva a algo que existe.",
    "check_walls": "Ninguna cartera guarda filas de otra.",
    "check_outbox": "Cada aviso y su envío dicen lo mismo.",
    "check_constraints": "La base de datos conserva sus propias garantías.",
    "check_chain": "El diario no se ha tocado: la cadena de sellos es íntegra.",
    "too_many_rows_for_a_sheet": "La hoja «{sheet}» no cabe: una hoja de cálculo admite {most} filas.",
}
