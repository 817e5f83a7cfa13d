"""Words of reports: what does not add up, and what the check of the whole house found."""

TEXTS = {
    "totals_do_not_close": "El total anterior y los movimientos no dan el total actual: diferencia {gap}.",
    "balances_differ_from_entries": "Los apuntes suman {entries} y los saldos de las cuentas {balances}.",
    "split_differs_from_total": "Vencido, por vencer y saldos a favor no dan el total: diferencia {gap}.",
    "lot_of_no_portfolio": "En esta cartera no hay ningún lote {lot}.",
    "too_many_rows_for_a_sheet": "La hoja «{sheet}» no cabe: una hoja de cálculo admite {most} filas.",
}
