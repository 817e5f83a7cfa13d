"""Words of the embedded PostgreSQL, of the data directory and of its keys."""

TEXTS: dict[str, str] = {
    # refusals
    "home_unusable": "No se puede usar {path}: {why}. Indica otra carpeta de datos en RECOBRO_HOME.",
    "home_not_ours": "{path} es un enlace o pertenece a otro usuario; por seguridad no se usa. Retíralo o cambia"
    " RECOBRO_HOME.",
    "clock_unreadable": "El reloj fijo de la demostración, {path}, no contiene una fecha y hora. Corrígelo o bórralo.",
    "key_unreadable": "No se puede leer la clave {path}. Recupérala de su copia: con otra, lo cifrado se pierde.",
    "key_too_short": "La clave {path} tiene menos de {shortest} caracteres.",
    "pg_missing": "Falta PostgreSQL {oldest} o posterior: para este sistema no viene incluido. Instálalo de una de"
    " estas formas y repite.\n"
    "Debian, Ubuntu: «sudo apt install postgresql»\n"
    "macOS: «brew install postgresql@17»\n"
    "Docker: «docker run -d -p 127.0.0.1:5432:5432 -e POSTGRES_PASSWORD=CLAVE postgres:17», y después define"
    " «DATABASE_URL=postgresql://postgres:CLAVE@127.0.0.1/postgres».",
    "pg_bin_incomplete": "En {path} (RECOBRO_PG_BIN) faltan programas de PostgreSQL: {missing}.",
    "pg_bin_broken": "Los programas de PostgreSQL de {path} no funcionan en esta máquina: {why}",
    "pg_bin_closed": "La cuenta {account} no puede entrar en {path}, donde están los programas de PostgreSQL.",
    "pg_too_old": "Se necesita PostgreSQL {oldest} o posterior; se encontró {found}.",
    "pg_other_version": "Los datos son de PostgreSQL {data} y los programas disponibles, de {found}. No se ha tocado"
    " nada. Instala PostgreSQL {data} (o indica sus programas en RECOBRO_PG_BIN), guarda los datos con «recobro db"
    " export» y cárgalos en la versión nueva con psql.",
    "pg_not_a_cluster": "{path} existe, pero no es una base de datos de PostgreSQL. Retíralo o cambia RECOBRO_HOME.",
    "pg_foreign_owner": "Los datos de {path} pertenecen a {owner}, y el servidor funcionaría como {account}. Ejecuta"
    " Recobro como {owner}.",
    "pg_data_unreachable": "La cuenta {account}, con la que funciona el servidor, no puede llegar a {path}. No se"
    " cambian los permisos de otras carpetas: da paso a esa cuenta o cambia RECOBRO_HOME.",
    "pg_no_account": "No se puede usar la cuenta de sistema {account}, necesaria porque PostgreSQL no funciona como"
    " root: {why}. Ejecuta Recobro como un usuario normal.",
    "pg_user_without_name": "El usuario número {uid} no tiene nombre en este sistema (/etc/passwd), y PostgreSQL lo"
    " exige. Ejecuta Recobro con otro usuario o define DATABASE_URL.",
    "pg_disk_full": "Quedan {free_mb} MB libres en el disco de {path} y hacen falta al menos {floor_mb} MB. Libera"
    " espacio y repite; los datos guardados no se han tocado.",
    "pg_cannot_create": "No se pudo crear la base de datos en {path}. PostgreSQL dijo:\n{log}",
    "pg_cannot_start": "PostgreSQL no arranca (intentos: {tries}). Dijo:\n{log}",
    "pg_still_starting": "Tras {seconds} s PostgreSQL sigue arrancando o recuperándose, y continúa. Repite más tarde."
    " Dijo:\n{log}",
    "pg_unreachable": "PostgreSQL funciona (proceso {pid}), pero su conexión en {socket} ha desaparecido. Ejecuta"
    " «recobro db stop» y «recobro db start».",
    "pg_lives_elsewhere": "Otro sistema (quizá otro contenedor con el mismo volumen) tiene abiertos los datos de"
    " {path}; páralo allí.",
    "pg_will_not_stop": "PostgreSQL (proceso {pid}) no ha terminado en {seconds} s.",
    "pg_busy": "Otro proceso está arrancando o parando la base de datos desde hace rato ({path}). Repite más tarde.",
    "pg_not_running": "La base de datos no está en marcha. Ejecuta antes «recobro db start».",
    "pg_in_use": "Hay programas conectados a la base de datos. Páralos y repite; no se ha cambiado nada.",
    "out_exists": "{path} ya existe y no se sobrescribe. Elige otro nombre.",
    "pg_dump_failed": "No se pudo escribir {path}; no ha quedado nada a medias. PostgreSQL dijo:\n{log}",
    "pg_restore_failed": "La copia {path} no se pudo cargar y los datos actuales siguen como estaban. PostgreSQL"
    " dijo:\n{log}",
    "database_url_unreadable": "DATABASE_URL no se entiende. Se escribe así: «postgresql://usuario:clave@servidor:5432/recobro».",
    "database_url_not_postgres": "DATABASE_URL empieza por «{scheme}:» y solo se admite PostgreSQL (postgresql://…).",
    # progress
    "pg_account_created": "Se ha creado la cuenta de sistema «{account}» para el servidor PostgreSQL.",
    "pg_copying_programs": "Copiando los programas de PostgreSQL {version} a {path}…",
    "pg_data_elsewhere": "La cuenta {account} no puede entrar en {home}: la base de datos estará en {path}.",
    "pg_creating_data": "Creando la base de datos (PostgreSQL {version}) en {path}…",
    "pg_waiting": "Esperando a PostgreSQL ({seconds} s); tras un corte puede tardar minutos en recuperarse…",
    "pg_stuck": "PostgreSQL llevaba {seconds} s atascado sin recuperarse; se arranca de nuevo.",
    "pg_leftovers_stopped": "Se han terminado {count} procesos que un PostgreSQL caído dejó trabajando.",
}
