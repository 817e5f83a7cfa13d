"""Words of access, the command line and the errors that any room may raise."""

TEXTS = {
    "bad_input": "No se puede usar lo que se ha indicado.",
    "rule_broken": "La operación no está permitida.",
    "stale": "Otra persona ha cambiado esto entretanto. Vuelve a cargar la página.",
    "unreconciled": "Los importes no cuadran: diferencia {gap}.",
    "forbidden": "Tu perfil no permite hacer esto.",
    "mixed_currencies": "No se pueden sumar importes de monedas distintas: {found}.",
    "bad_amount": "El importe «{found}» no se puede leer.",
    "more_than_two_decimals": "El importe «{found}» tiene más de dos decimales.",
    "amount_too_large": "El importe «{found}» es demasiado grande para ser cierto.",
    "unknown_portfolio": "No existe la cartera «{code}».",
    "portfolio_exists": "Ya existe una cartera con el código «{code}».",
    "person_exists": "Ya existe una persona con el nombre «{name}».",
    "database_is_behind": "Las tablas no están al día. Ejecuta «recobro db migrate» antes de seguir.",
    "database_is_served": "La base de datos es la de DATABASE_URL: úsala con sus propias herramientas.",
    "demo_needs_embedded": "La demostración usa la base de datos incorporada: quita DATABASE_URL para verla.",
    "database_unreachable": "La base de datos no responde ({found}). Comprueba que está en marcha.",
    "period_backwards": "El periodo acaba el {end}, antes de empezar el {start}.",
    "file_unusable": "No se puede leer o escribir «{found}» ({why}).",
    "task_broken": "El trabajo se ha interrumpido por un fallo que ha quedado anotado. Nada ha quedado a medias.",
    "task_kills_worker": "El trabajo se ha empezado varias veces y ninguna ha llegado al final: al trabajador le falta "
    "memoria o alguien lo detiene. Nada ha quedado a medias.",
    "weak_password": "La contraseña no vale. {why}",
    "demo_sends_nothing": "La demostración no envía correo: quita RECOBRO_SMTP_URL y sus avisos quedan como ficheros.",
    "unknown_country": "No se conoce el país «{country}». Los países son: {known}.",
    "unknown_role": "No existe el perfil «{role}». Los perfiles son: {known}.",
}
