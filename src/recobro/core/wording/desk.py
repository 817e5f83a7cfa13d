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
    "no_portfolio_yet": "Tu cuenta todavía no tiene ninguna cartera. Pídesela a quien administra el sistema.",
}
