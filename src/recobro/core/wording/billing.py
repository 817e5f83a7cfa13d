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
    "far_fewer_rows": "La lista anterior del ERP traía {expected} filas y esta trae {found}. Si se exportó con un "
    "filtro, descártala y expórtala entera; si es así de verdad, confírmalo.",
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
    "detail_awaited": "El extracto no dice de qué recibo es esta devolución. Falta el fichero del banco con el detalle "
    "(camt.054 o Cuaderno 19.14): cárgalo. Si ya está cargado y el apunte suma varias, apártalo.",
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
    "no_remittance": "El banco habla de una remesa nuestra que no consta. Se mirará otra vez cuando entre la remesa.",
    "batch_sum_differs": "El abono no es la suma de lo que queda de esa remesa: falta el detalle del banco o un "
    "rechazo.",
    "collected_but_rejected": "El banco abona un adeudo que antes había rechazado. Puede ser otra presentación: "
    "carga su remesa.",
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
    "return_of_those_days": "Una devolución de ese importe en esos días, contada por otro fichero.",
    "same_amount_and_name": "El mismo importe y parte del nombre.",
    "same_name": "El mismo nombre.",
    "number_and_amount": "El texto nombra la factura y el importe es justo el que tiene abierto.",
    "chosen_by_person": "Lo ha elegido una persona.",
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
# What a person does with a row of the trays.
_TRAY = {
    "unknown_row": "No existe esa fila en esta cartera.",
    "row_is_booked": "La fila ya está aplicada. No ha cambiado nada.",
    "row_is_known": "La fila ya consta: otro fichero contó lo mismo. No ha cambiado nada.",
    "row_is_waiting": "La fila espera en su bandeja. No ha cambiado nada.",
    "row_is_faulty": "La fila no se puede leer: corrígela o apártala.",
    "row_is_set_aside": "La fila ya está apartada. No ha cambiado nada.",
    "row_is_sent_back": "La fila ya está devuelta al banco. No ha cambiado nada.",
    "row_is_ignored": "La fila no es de nuestro negocio: no hay nada que hacer con ella.",
    "row_waits_with_lot": "Todavía no se ha contabilizado nada de este fichero: espera el lote entero, no la fila.",
    "act_needs_reason": "Escribe por qué: queda en la historia de la fila.",
    "match_needs_invoice": "La fila no dice de qué factura es: elige la factura, no solo la cuenta.",
    "match_number_taken": "La fila trae el número de otra factura que ya consta: elige esa factura, o la que sea.",
    "match_of_notice": "Un comunicado no lleva dinero que emparejar: di de quién es con «Decir de quién es».",
    "match_of_contract": "Un contrato no se empareja: corrígelo en el ERP y cárgalo otra vez, o aparta la fila.",
    "match_erp_paid": "Aquí consta pagada: emparejarla no cambiaría nada. Compruébalo en el ERP y aparta la fila.",
    "match_choose_one": "Elige una de las facturas o cuentas encontradas.",
    "not_a_repetition": "La fila no se tiene por repetida: empareja la fila, no hay nada que distinguir.",
    "several_candidates": "La fila tiene {count} candidatas: una persona elige una.",
    "no_candidates": "La fila no tiene ninguna propuesta: búscala por factura, cliente, CUPS, documento o importe.",
    "unknown_owner": "Esa persona no trabaja en las bandejas de esta cartera.",
    "sure_rows_changed": "Las propuestas han cambiado desde que las viste: míralas otra vez antes de aceptarlas.",
    "nothing_sure": "No hay ninguna propuesta única con esa confianza.",
    "repair_needs_value": "Escribe el valor corregido de la celda.",
    "repair_only_sheets": "Las celdas se corrigen en las hojas. Un fichero del banco se pide otra vez o se devuelve.",
    "repair_no_column": "El fichero no tiene la columna «{found}». Tiene: {known}.",
    "repair_not_enough": "La fila sigue sin poderse leer con «{typed}»: {why}",
    "repair_breaks_total": "Con esa corrección el fichero suma {found} en lugar de {expected}: ya no cuadraría. "
    "No ha cambiado nada.",
    "row_vanished": "La fila {line} ya no se lee en el fichero.",
}
# How a row stands after an act.
_NOW = {
    "now_booked": "Aplicada.",
    "now_known": "Aplicada: otro fichero ya había contado lo mismo y no se apunta otra vez.",
    "now_waiting": "La fila sigue en espera.",
    "now_faulty": "La celda queda corregida; a la fila le falta otra.",
    "now_set_aside": "Apartada: no apunta nada y no detiene a nadie.",
    "now_sent_back": "Devuelta al banco: sale de la bandeja y puede volver.",
}
# What follows when a row is matched.
_FOLLOWS = {
    "pays_invoice": "Paga la factura: queda pagada.",
    "pays_part": "Paga una parte: quedarán {left} abiertos.",
    "pays_more": "Sobran {rest}: pagan lo demás de la cuenta o quedan como saldo a favor.",
    "pays_closed": "Esa factura ya no debe nada: el dinero paga lo demás de la cuenta o queda como saldo a favor.",
    "pays_account": "Paga lo que venció antes; debe {owed}. El resto queda como saldo a favor.",
    "undoes_payment": "Anula un pago de {amount} de esta cuenta, si lo hay.",
    "returns_invoice": "Se apunta la devolución en esta factura.",
    "opens_invoice": "Se abre una factura supuesta con el número {number}.",
    "confirms_invoice": "La factura ya consta: la fila la confirma y no apunta nada.",
}
# Taking back a whole lot.
_REVERSAL = {
    "lot_too_old": "El lote {lot} se aplicó hace {days} días y en esta cartera se puede deshacer durante {limit}. "
    "Corrige factura por factura.",
    "reversal_days_unusable": "El plazo para deshacer un lote va de 0 a 3650 días.",
}
# What a person enters.
_PERSON = {
    "unknown_account": "No existe esa cuenta en esta cartera.",
    "unknown_payment": "No existe ese pago, o ya está anulado.",
    "unknown_invoice": "No existe la factura «{number}» en esta cuenta.",
    "payment_not_positive": "El importe de un pago tiene que ser mayor que cero.",
    "adjustment_of_nothing": "Una corrección de cero no cambia la factura {number}.",
}

# Bank, ERP and ledger side by side.
_PROOF = {
    "only_bank": "El banco la devolvió y no está en la lista del ERP. Hay que volcarla, o decir por qué no.",
    "only_erp": "El ERP la da por devuelta y ningún banco lo ha dicho. Hay que encontrar la devolución, o decir de "
    "dónde sale.",
    "amount": "El banco, el ERP y el libro no dan el mismo importe. Hay que saber cuál vale.",
    "gone": "Estaba en la lista anterior del ERP y ha desaparecido; aquí se sigue debiendo. ¿Se cobró? ¿Se anuló en "
    "el ERP? ¿Se exportó con un filtro?",
    "listed": "Ya está en la lista del ERP.",
    "unlisted": "El ERP ya no la da por devuelta.",
    "told_by_bank": "El banco la ha contado.",
    "agreed": "Los importes ya coinciden.",
    "paid_here": "Se cobró y consta en el libro.",
    "credited": "Se corrigió o abonó en el libro.",
    "written_off": "Se dio de baja.",
    "return_void": "La devolución se anuló.",
    "list_reversed": "Se deshizo la lista que la mostraba.",
    "answered": "La contestó una persona.",
    "answer_needs_reason": "Para cerrar una diferencia hay que decir por qué: queda en la auditoría.",
    "differences_changed": "Alguna de estas diferencias ya no está abierta. Míralas otra vez antes de contestar.",
    "lot_not_to_enter": "El lote {lot} no tiene devoluciones aplicadas que volcar en el ERP.",
    "row_not_to_enter": "Esa fila del lote {lot} no está aplicada: no hay nada que volcar.",
}

TEXTS: dict[str, str] = {
    **_LOT,
    **_ROW,
    **_PROPOSAL,
    **_TRAY,
    **_NOW,
    **_FOLLOWS,
    **_REVERSAL,
    **_OPENING,
    **_PARALLEL,
    **_PERSON,
    **_PROOF,
}
