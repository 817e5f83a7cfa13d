"""Words of billing: why a lot waits or is refused, why a row waits, what a proposal rests on."""

# A lot as a whole.
_LOT = {
    "unknown_reason": "La cartera no tiene el motivo de devolución «{found}».",
    "taken_before": "Este fichero ya se cargó como {lot}. No ha cambiado nada.",
    "wrong_currency": "El fichero trae {count} operaciones en {found} y la cartera es en {expected}. Se rechaza "
    "entero: "
    "no se suman monedas.",
    "unreadable_amount": "El importe de {count} filas no se puede leer. No se contabiliza nada hasta corregirlas en el "
    "origen o apartarlas una a una, con su importe.",
    "no_declared_total": "El fichero no declara un total. Se han leído {count} operaciones por {total}: escribe el "
    "total "
    "del banco o del ERP para compararlo.",
    "typed_total_differs": "Se ha indicado un total de {expected} y resulta {found}. No se contabiliza nada hasta que "
    "coincidan.",
    "typed_count_differs": "Se han indicado {expected} operaciones y resultan {found}. No se contabiliza nada hasta "
    "que "
    "coincidan.",
    "discarded": "Descartado por una persona antes de contabilizar.",
    "lot_waits": "Espera con el lote entero: todavía no se ha contabilizado nada de este fichero.",
    "file_changed": "El fichero ha cambiado mientras se leía: quizá aún se estaba copiando. Cárgalo otra vez.",
    "text_unusable": "El fichero contiene caracteres que no son texto ({found}). Expórtalo de nuevo.",
    "unknown_lot": "No existe ese lote en esta cartera.",
    "lot_cannot_be_booked": "El lote {lot} ya no se puede contabilizar.",
    "lot_cannot_be_discarded": "El lote {lot} ya está contabilizado: se puede anular, no descartar.",
    "lot_not_booked": "El lote {lot} no está contabilizado: no hay nada que anular.",
    "lot_already_sent": "El lote {lot} no se puede anular: ya salió un aviso por alguna de sus facturas. Corrige "
    "factura "
    "por factura.",
    "lot_in_use": "El lote {lot} no se puede anular: {count} de sus facturas tienen ya cobros o devoluciones "
    "posteriores.",
    "lot_given_back": "El lote {lot} no se puede anular: otro fichero ha devuelto o anulado {count} de sus cobros. "
    "Anula antes ese fichero.",
    "lot_credit_spent": "El lote {lot} no se puede anular: el saldo a favor que dio a {count} cuentas ya se ha usado o "
    "devuelto.",
    "database_lost": "Se ha perdido la conexión con la base de datos. No se ha contabilizado nada: vuelve a "
    "intentarlo con el mismo fichero.",
    "disk_full": "No queda espacio en el disco de la base de datos. No se ha contabilizado nada: libera espacio y "
    "vuelve a intentarlo con el mismo fichero.",
}
# Why one row waits, or cannot be used.
_ROW = {
    "no_match": "No se sabe de quién es: ninguna referencia, factura, mandato, CUPS ni contrato coincide.",
    "clues_disagree": "Sus datos señalan a clientes o facturas distintos. Elige una persona.",
    "two_candidates": "Hay más de un candidato posible. Elige una persona.",
    "invoice_unclear": "Se conoce al cliente, pero no qué factura es.",
    "of_another_portfolio": "La factura parece de otra cartera. Entrégala a quien la lleva.",
    "no_invoice_number": "Falta el número de factura.",
    "amount_unknown": "El banco no da el importe y no consta ninguno nuestro con esa referencia.",
    "amount_zero": "El importe es cero.",
    "amount_negative": "El importe es negativo: un abono no se puede devolver ni reclamar.",
    "amount_differs": "El importe no es el que consta en la cartera para esa factura.",
    "erp_says_unpaid": "El ERP la da por impagada y aquí consta pagada. Compruébalo antes de reclamar nada.",
    "maybe_assumed": "Puede ser la misma deuda que ya se abrió con otro número, por una devolución del mismo importe.",
    "maybe_the_same_payment": "Puede ser un pago que ya consta: mismo cliente e importe en días cercanos.",
    "repeated_in_file": "La misma fila ya aparece antes en el fichero. Puede ser un segundo pago o un error.",
    "no_payment_to_undo": "Anula un pago que no consta.",
    "refund_beyond_credit": "Devuelve al cliente más de lo que tenía a su favor ese día.",
    "refund_beyond_payments": "Devuelve al cliente más de lo que consta cobrado de él.",
    "holder_differs": "El contrato consta a nombre de otro titular. Un cambio de titular cierra una cuenta y abre "
    "otra.",
    "not_booked_by_bank": "El banco lo anuncia, pero todavía no lo ha contabilizado.",
    "text_too_long": "Una referencia de la fila es más larga de lo que el formato permite.",
    "amount_needed": "Para apartar la fila {line} escribe el importe que tú lees en ella: la cuenta tiene que cuadrar.",
}
# What a proposal rests on.
_PROPOSAL = {
    "same_account": "Es de este cliente con seguridad; falta decidir el resto.",
    "announced": "El banco anuncia este cobro.",
    "one_of_its_clues": "Uno de sus datos lo señala.",
    "number_in_text": "El texto nombra la factura.",
    "same_tax_id": "El mismo NIF, cédula o RUC.",
    "nearly_the_number": "El número de factura casi coincide y el importe es el mismo.",
    "same_amount_and_name": "El mismo importe y parte del nombre.",
    "same_name": "El mismo nombre.",
    "reopens_what_it_names": "Al aceptar se usa primero el saldo a favor; lo que falte vuelve a quedar pendiente en la "
    "factura que se nombra.",
    "reopens_last_paid": "Al aceptar se usa primero el saldo a favor; lo que falte vuelve a quedar pendiente en lo "
    "último que se pagó.",
    "unknown_proposal": "No existe esa propuesta en esta cartera.",
}
# Moving in: the old table of unpaid invoices.
_OPENING = {
    "opening_exists": "La cartera ya tiene su apertura ({lot}). Solo hay una: para repetirla hay que anular antes esa.",
    "opening_not_a_sheet": "Es un fichero {found}. La tabla de impagos y los pagos se cargan en Excel o CSV.",
    "opening_doubts": "Hay {count} filas dudosas que impiden abrir. Corrígelas en la tabla o apártalas una a una.",
    "opening_total_needed": "Se han leído {count} filas por {total}. Escribe el total de tu RESUMEN: tiene que ser el "
    "mismo al céntimo.",
    "opening_aside": "Una persona la ha apartado al abrir: cuenta y no se contabiliza.",
    "opening_has_its_page": "Es la apertura de la cartera: se abre en «Arranque».",
    "aside_needs_reason": "Para apartar una fila hay que decir por qué.",
    "stay_needs_reason": "Para dejar una fila hay que decir por qué sigue impagada.",
    "opening_colours_unread": "Los colores de un fichero {found} no se leen: guárdalo como .xlsx si los quieres.",
    "opening_unreadable": "No se puede leer: {why}",
    "opening_duplicate": "La factura {number} ya está en una fila anterior: contaría dos veces.",
    "opening_paid": "El libro de pagos dice que se pagó: {amount} el {day} (fila {payment_line}).",
    "opening_maybe_paid": "El libro de pagos tiene {amount} de este cliente el {day} sin decir la factura "
    "(fila {payment_line}).",
    "opening_says_paid": "La propia tabla dice: «{says}».",
    "opening_unplaced": "No se puede abrir: {why}",
    "opening_in_ledger": "La factura {number} ya consta por un fichero anterior.",
    "opening_no_supply": "No lleva CUPS ni número de servicio.",
    "opening_unknown_customer": "No tiene contrato: se abrirá con un cliente sin verificar.",
    "opening_colour_unknown": "Color {rgb} sin leyenda: no se sabe qué significa.",
    "opening_red_without_date": "En rojo y sin fecha de corte que se entienda.",
    "opening_cut_past": "En rojo con corte el {day}, que ya pasó.",
    "opening_cut_closed_day": "En rojo con corte el {day}: ese día no se corta (viernes, festivo o víspera).",
    "opening_claim_unproved": "El libro anterior dice que hay corte enviado ({says}) y no hay justificante: empieza en "
    "el peldaño 1.",
    "paid_before_opening": "Se pagó antes de la apertura y la tabla la daba por impagada. Decide una persona.",
}
# The parallel run: the ledger against the office's own table.
_PARALLEL = {
    "parallel_not_come": "El {day} todavía no ha llegado.",
    "parallel_signed": "El {day} ya está firmado por {person}: no se cambia.",
    "parallel_unexplained": "Quedan {count} diferencias sin explicar: así no se firma.",
    "parallel_paid_today": "Cobrada aquí ese día, después de su corte.",
    "parallel_paid_before": "Cobrada aquí antes de ese día, y su libro la sigue dando por impagada.",
    "parallel_returned_today": "Devuelta por el banco ese día: su ERP aún no la trae.",
    "parallel_opened_today": "Abierta aquí ese día.",
    "parallel_adjusted_today": "Corregida aquí ese día.",
    "parallel_waits": "Una fila con esta factura espera en «Sin emparejar».",
    "parallel_set_aside": "Una persona la apartó al abrir la cartera.",
    "parallel_not_due": "Consta aquí por ese importe y todavía no ha vencido.",
    "parallel_twice": "Su libro la repite: ya está en una fila anterior.",
    "parallel_unreadable": "Su fila no se puede leer.",
    "parallel_unknown": "No se sabe por qué.",
}
# What a person enters.
_PERSON = {
    "unknown_account": "No existe esa cuenta en esta cartera.",
    "unknown_payment": "No existe ese pago, o ya está anulado.",
    "unknown_invoice": "No existe la factura «{number}» en esta cuenta.",
    "payment_not_positive": "El importe de un pago tiene que ser mayor que cero.",
    "adjustment_of_nothing": "Una corrección de cero no cambia la factura {number}.",
}

TEXTS: dict[str, str] = {**_LOT, **_ROW, **_PROPOSAL, **_OPENING, **_PARALLEL, **_PERSON}
