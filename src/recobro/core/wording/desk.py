"""Words of the web: what a page says when it refuses, is old, or has nothing to show."""

TEXTS = {
    "sign_in_wrong": "El nombre o la contraseña no son correctos.",
    "session_over": "La sesión ha terminado. Entra de nuevo en otra pestaña y repite: lo escrito sigue aquí.",
    "portfolio_changed": "Esta página era de otra cartera; ahora trabajas en {code}. No se ha cambiado nada.",
    "form_too_old": "Esta página llevaba demasiado tiempo abierta. Vuelve a cargarla y repite: no se ha cambiado nada.",
    "page_missing": "Esta dirección no existe o lo que había en ella ya no está.",
    "server_broken": "Algo ha fallado en el servidor. No se ha guardado nada a medias y el fallo ha quedado anotado.",
    "too_many_files": "Son demasiados ficheros de una vez: como mucho {limit}.",
    "reverse_needs_reason": "Para deshacer un fichero hay que decir por qué: queda en la auditoría.",
    "nothing_chosen": "Elige al menos una línea.",
    "proposals_changed": "Las propuestas han cambiado desde que abriste la página. Míralas otra vez antes de liberar.",
    "nobody_works": "Ahora mismo no hay ningún trabajador en marcha. El fichero está guardado y el trabajo empezará "
    "solo en cuanto arranque uno, con «recobro serve» o «recobro work».",
    "lot_at_work": "El fichero {lot} está en manos del trabajador: espera a que termine.",
    "nothing_to_try_again": "Aquí no hay ningún trabajo fallido que repetir.",
    "no_portfolio_yet": "Tu cuenta todavía no tiene ninguna cartera. Pídesela a quien administra el sistema.",
    "field_twice": "Dos columnas dicen contener lo mismo: {found}. Deja una sola.",
    "source_needs_name": "Falta el nombre del origen: el banco o el programa que da estos ficheros.",
    "unknown_columns": "No hay columnas guardadas con el número {number}.",
    "result_text_empty": "«{found}» no contiene ninguna palabra.",
}
