"""The `recobro` command: a contract of names, flags, JSON keys and exit status (0 done, 1 refused, 2 wrong usage).

The table below is all that `recobro --help` needs, so help is instant. A command's module is imported only when it is
called, after Django is ready: this is the one place where an import does not stand at the top of its file.
"""

from __future__ import annotations

import importlib
import os
import sys

from recobro import __version__

# name → (what it does, needs a running database)
COMMANDS = {
    "demo": ("Dos carteras inventadas con un año de historia, la jornada de hoy y la web", True),
    "serve": ("La web y su trabajador, juntos", True),
    "web": ("Solo la web", True),
    "work": ("Solo el trabajador: salida de avisos y trabajos largos", True),
    "db": ("start | stop | status | migrate | export | backup | restore", False),
    "portfolio": ("create | reasons | reason | reversal: una cartera y lo que hace", True),
    "user": ("create: una persona que entra con su cuenta", True),
    "take": ("Toma ficheros de los bancos y del ERP", True),
    "opening": ("Arranque: la tabla de impagos de siempre se convierte en la apertura", True),
    "parallel": ("Compara el libro de la oficina con el de Recobro, factura a factura", True),
    "tray": ("Las bandejas: filas que esperan, y lo que una persona hace con cada una", True),
    "reverse": ("Deshace un fichero aplicado, dentro de su plazo y si nada ha salido de él", True),
    "day": ("La jornada: abre, cierra y propone; sin --release no sale nada", True),
    "totals": ("El total y su prueba entre dos días", True),
    "proof": ("El cuadre banco–ERP–libro y sus diferencias", True),
    "workbook": ("El libro de la oficina: TABLA DE IMPAGOS, RESUMEN TOTAL y lo demás", True),
    "check": ("Prueba las promesas sobre los datos", True),
    "explain": ("Qué viene en un expediente, cuándo, por qué, y qué lo detiene", True),
}


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    argv = sys.argv[1:] if arguments is None else arguments
    if not argv or argv[0] in ("--help", "-h"):
        print(usage())  # noqa: T201
        sys.exit(0 if argv else 2)
    if argv[0] == "--version":
        print(f"recobro {__version__}")  # noqa: T201
        sys.exit(0)
    name = argv[0]
    if name not in COMMANDS:
        print(f"recobro: no existe la orden «{name}»\n\n{usage()}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recobro.settings")
    needs_database = COMMANDS[name][1] and not {"--help", "-h"} & set(argv)
    runner = importlib.import_module("recobro.cli.running")
    sys.exit(runner.run(name, argv[1:], needs_database=needs_database))


def usage() -> str:
    """The page of `recobro --help`."""
    lines = [
        "Uso: recobro ORDEN [OPCIONES]",
        "",
        "De la devolución del banco a cobrado, acordado, cortado o ejecutado.",
        "",
        "Órdenes:",
    ]
    lines += [f"  {name:<10} {text}" for name, (text, _) in COMMANDS.items()]
    return "\n".join([*lines, "", "«recobro ORDEN --help» muestra las opciones de una orden."])
