"""Words of readers: why a file, a record or a total cannot be taken as it is, and what to do about it.

Faults, notes and mismatches fill {found}, {expected}, {field} and {line}; the screen shows the line beside.
"""

# The file as a whole.
_FILE = {
    "bad_file": "El fichero no se puede leer.",
    "empty_file": "El fichero está vacío. Descárgalo de nuevo.",
    "is_pdf": "Es un PDF, no un fichero de datos. Pide al banco o al ERP el fichero en XML, texto, Excel o CSV.",
    "is_html": "Es una página web (HTML), aunque el nombre diga otra cosa. Exporta otra vez como Excel (.xlsx) o CSV.",
    "is_zip": "Es un fichero comprimido: hay que abrirlo y cargar cada fichero que contiene.",
    "unknown_format": "No se reconoce el formato. Empieza por «{found}». Se admiten pain.002, camt.053, camt.054, "
    "Norma 43, Cuadernos 19, 19.14 y 57, Excel y CSV.",
    "unsupported_format": "Es un fichero {found}, que todavía no se puede cargar aquí.",
    "no_group_header": "El fichero {found} no tiene cabecera (GrpHdr): no se sabe qué remesa es. Expórtalo de nuevo.",
    "own_remittance": "Es una remesa nuestra ({found}), no una devolución del banco.",
    "unknown_kind": "No existe la clase «{found}». Las clases son: {expected}.",
    "xml_doctype": "El XML lleva una declaración DOCTYPE. Ningún fichero bancario la necesita y puede ser un ataque: "
    "pide el fichero de nuevo al banco.",
    "xml_broken": "El XML está cortado o dañado en la línea {line} ({found}). Descárgalo de nuevo.",
    "empty_message": "El XML no contiene ningún mensaje bancario. Descárgalo de nuevo.",
    "no_statement": "El fichero {found} no contiene ningún extracto. Descárgalo de nuevo.",
    "entry_outside_statement": "Hay un apunte fuera de todo extracto (línea {line}). Pide otra vez el fichero.",
    "no_original_group": "El fichero {found} no dice a qué remesa se refiere. Pide el fichero de nuevo al banco.",
    "long_entry_total_differs": "Un apunte dice {expected} y sus operaciones suman {found}. Son tantas que se "
    "rechaza el fichero entero: reclámalo al banco.",
    "long_entry_count_differs": "Un apunte dice contener {expected} operaciones y trae {found}. Son tantas que se "
    "rechaza el fichero entero: reclámalo al banco.",
    "no_header_record": "Falta el registro de cabecera. El fichero está incompleto: descárgalo de nuevo.",
    "bad_header_record": "El registro de cabecera {record} (línea {line}) no se puede leer: «{found}». Descárgalo de "
    "nuevo.",
    "missing_trailer": "Falta el registro final {record} tras la línea {line}: el fichero está cortado. Descárgalo de "
    "nuevo.",
    "bad_trailer": "El registro final {record} (línea {line}) no se puede leer: «{found}». Descárgalo de nuevo.",
    "record_outside_account": "El registro {found} de la línea {line} no pertenece a ninguna cuenta. Falta su registro "
    "11: descárgalo de nuevo.",
    "line_too_long": "El fichero no tiene líneas («{found}…»): no son registros fijos. Descárgalo de nuevo.",
    "zip_broken": "El fichero comprimido está dañado ({found}). Descárgalo de nuevo.",
    "zip_empty": "El fichero comprimido no contiene nada.",
    "zip_encrypted": "El fichero comprimido tiene contraseña. Ábrelo y carga su contenido.",
    "zip_in_zip": "Dentro del fichero comprimido hay otro ({found}). Ábrelo y carga su contenido.",
    "zip_too_many": "El fichero comprimido contiene {found} ficheros; el máximo es {limit}.",
    "zip_too_large": "El contenido del fichero comprimido es demasiado grande ({found}). Divídelo.",
    "zip_bomb": "«{found}» ocupa al abrirse más de {limit} veces su tamaño. Se rechaza por seguridad.",
    "sheet_encrypted": "La hoja tiene contraseña. Guárdala sin contraseña y cárgala otra vez.",
    "sheet_unreadable": "La hoja no se puede abrir ({found}). Guárdala de nuevo como .xlsx.",
    "csv_broken": "El CSV está dañado en la línea {line} ({found}). Suele ser una comilla sin cerrar.",
    "not_a_sheet": "{found} no es una hoja: sus columnas no se eligen.",
    "sheet_too_long": "La hoja pasa de {limit} filas. Expórtala como CSV, que no tiene límite, o divídela. Si tiene "
    "menos, borra lo que haya quedado escrito muy abajo.",
    "sheet_too_wide": "La hoja llega a la columna {found}: así caben {limit} filas. Borra las columnas que sobran o "
    "expórtala como CSV.",
    "is_excel_2003": "Es un libro de Excel 2003 en XML, aunque el nombre diga otra cosa. Ábrelo en Excel y guárdalo "
    "como .xlsx.",
    "own_order": "Es la orden que enviasteis al banco, no su respuesta: no dice qué se cobró. Carga el fichero de "
    "resultados que da el banco.",
    "no_such_sheet": "No existe la hoja «{expected}». Las hojas son: {found}.",
    "no_heading": "No se encuentra la fila de títulos de columna. La fila más llena dice: {found}.",
    "missing_columns": "Faltan columnas para leer {kind}: {missing}. Se han encontrado: {found}.",
    "kind_unclear": "No está claro qué contiene la hoja (podrían ser: {found}). Indica la clase al cargarla.",
}
# One record.
_RECORD = {
    "missing_amount": "Falta el importe en «{field}». Una fórmula sin calcular cuenta como vacía: abre la hoja, "
    "guárdala y cárgala otra vez.",
    "ambiguous_amount": "«{found}» puede ser mil o uno con decimales, y ninguna otra fila lo aclara. Indica cuál "
    "es la marca de los decimales.",
    "other_number_style": "«{found}» usa puntos y comas al revés que el resto del fichero. Corrígelo en el origen.",
    "currency_differs": "La operación viene en otra moneda que el apunte y no dice cuánto es en la del apunte.",
    "amount_below_asked": "El banco cargó menos de lo que se había pedido ({found}). Reclámalo al banco.",
    "entry_count_differs": "El apunte dice contener {expected} operaciones y trae {found}. Ninguna se da por buena: "
    "reclámalo al banco.",
    "entry_total_differs": "El apunte dice {expected} y sus operaciones suman {found}. Ninguna se da por buena: "
    "reclámalo al banco.",
    "bad_direction": "El apunte no dice si es un cargo o un abono («{found}»).",
    "bad_date": "La fecha «{found}» de «{field}» no se puede leer. Se espera día/mes/año.",
    "no_such_day": "La fecha «{found}» de «{field}» no existe: {expected}.",
    "no_such_month": "La fecha «{found}» de «{field}» tiene un mes que no existe. Si el fichero escribe mes/día/año, "
    "indícalo al cargarlo.",
    "short_record": "El registro tiene {found} caracteres y se esperan {expected}: está cortado.",
    "long_record": "El registro tiene {found} caracteres y se esperan {expected}: sus columnas están corridas.",
    "unknown_record": "No se conoce el registro «{found}». Se esperan {expected}.",
    "unknown_status": "No se conoce el estado «{found}» de «{field}». Di si la operación se cobró o no.",
    "digits_lost": "El número «{found}» de «{field}» ha perdido cifras: Excel guarda 15. Escríbelo como texto.",
    "too_many_cells": "La fila tiene {found} celdas y el título {expected}: sobra un separador, quizá en un nombre.",
    "both_sides": "La fila lleva importe en el Debe y en el Haber a la vez.",
    "bad_side": "La columna «{field}» dice «{found}»; se espera {expected}.",
    "sign_contradicts": "El importe «{found}» es negativo y la columna de signo dice {expected}: se contradicen.",
    "unknown_currency": "No se conoce la moneda «{found}».",
    "currency_conflict": "El importe está en {found} y la columna de moneda dice {expected}.",
    "missing_invoice_number": "Falta el número de factura.",
    "missing_date": "Falta la fecha en «{field}».",
    "missing_customer": "La fila no dice de quién es: faltan cliente, código, CUPS o referencia.",
}
# What the file says of itself against what was read.
_TOTALS = {
    "total_differs": "El fichero declara {expected} y se ha leído {found}. No se contabiliza nada hasta aclararlo.",
    "count_differs": "El fichero declara {expected} operaciones y se han leído {found}.",
    "sum_differs": "La suma de control dice {expected} y las operaciones suman {found}.",
    "group_total_differs": "El total del registro {field} dice {expected} y sus adeudos suman {found}.",
    "group_count_differs": "El registro {field} dice {expected} adeudos y se han leído {found}.",
    "account_differs": "El registro {field} es de la cuenta {found} y su cabecera de la {expected}.",
    "bad_group_total": "El total del registro {field} no se puede leer: «{expected}».",
    "summary_differs": "El resumen del extracto ({field}) dice {expected} y los apuntes dan {found}.",
    "balance_differs": "El saldo final dice {expected} y el inicial más los apuntes da {found}. Puede faltar una "
    "página del extracto: confírmalo si los apuntes que trae son todos los que quieres.",
    "totals_row_differs": "La fila «{field}» dice {expected} y las filas suman {found}.",
    "bad_totals_row": "El importe de la fila «{field}» no se puede leer: «{found}».",
    "faulty_rows": "Hay {found} filas con errores. Corrígelas o apártalas una a una.",
    "whole_reject": "El banco ha rechazado entera la remesa o el lote «{found}» (motivo {field}) sin nombrar las "
    "operaciones. Espera a que una persona la busque entre las nuestras.",
    "whole_reject_ours": "El banco ha rechazado «{found}» (motivo {field}) por un error de nuestro fichero. Ningún "
    "cliente debe nada por esto: corrige el fichero y envíalo otra vez.",
}
# What a person should know.
_NOTES = {
    "unknown_namespace": "El XML no lleva el espacio de nombres de un banco conocido ({found}). Confirma que es tuyo.",
    "original_type_missing": "El banco no dice si la remesa era de adeudos o de transferencias ({found} rechazos). "
    "Confirma que son adeudos.",
    "file_accepted": "El banco ha aceptado la remesa {found}. No es un cobro.",
    "batch_accepted": "El banco ha aceptado el lote {found}. No es un cobro.",
    "transfers_rejected": "El banco ha rechazado entera una remesa nuestra de transferencias, {found}. No es "
    "de clientes.",
    "file_status": "El estado de la remesa es {found}.",
    "batch_status": "El estado del lote es {found}.",
    "entry_not_booked": "{found} apuntes están anunciados y no contabilizados por el banco: se anotan y no cuentan.",
    "entry_contradicts": "{found} apuntes que no mueven nada de los clientes se contradicen (número o suma de sus "
    "operaciones). Se guardan y no cuentan.",
    "status_missing": "{found} apuntes no dicen su estado; en un extracto se dan por contabilizados.",
    "return_without_family": "{found} cargos llevan motivo de devolución y no dicen si eran adeudos. Míralos.",
    "return_without_detail": "{found} apuntes son devoluciones sin detalle. Espera el fichero con el detalle.",
    "return_undone": "{found} abonos anulan una devolución anterior. Míralos.",
    "payment_undone": "{found} cargos anulan un cobro anterior. Míralos.",
    "record_count_differs": "El registro final cuenta los registros de otra manera ({found}). El total es el que vale.",
    "records_missing": "El registro 88 cuenta más o menos registros de los que hay ({found}): pueden faltar textos. "
    "Confírmalo si el fichero está entero.",
    "no_file_end": "Falta el registro {found} que cierra el fichero. Puede faltar una cuenta entera: confírmalo si las "
    "que trae son todas.",
    "balance_without_sign": "El saldo final no dice si es deudor o acreedor («{found}»): se ha comparado su importe.",
    "corrections_found": "{found} apuntes son anulaciones o correcciones del banco (concepto 98). Míralos.",
    "text_without_movement": "Un texto sin apunte: «{found}».",
    "suspicious_bytes": "Hay {found} caracteres que no existen en Windows-1252. Puede que los nombres estén dañados.",
    "damaged_characters": "{found} caracteres ya venían dañados en el fichero.",
    "sheets_skipped": "No se han leído otras hojas: {found}.",
    "hidden_sheets_skipped": "No se han leído hojas ocultas: {found}.",
    "hidden_rows": "Se han leído también las filas ocultas: {found}.",
    "columns_known": "Se ha leído con las columnas guardadas para «{found}».",
    "results_unnamed": "Respuestas del banco sin motivo asignado, que quedan a la espera de una persona: {found}.",
    "columns_ignored": "Columnas que no se usan: {found}.",
    "line_skipped": "Línea sin datos: «{found}».",
    "balance_row": "«{found}» es un saldo, no un total de las filas: no se comprueba.",
    "duplicate_row": "La fila repite otra igual ({found}).",
    "zeros_restored": "En {found} filas se ha repuesto el cero inicial de la cédula o el RUC.",
    "unknown_segment": "Segmentos que no se conocen: {found}.",
}

TEXTS: dict[str, str] = {**_FILE, **_RECORD, **_TOTALS, **_NOTES}
