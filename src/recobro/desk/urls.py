"""Addresses of the web (stable, Spanish: design §5)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from recobro.desk import (
    case,
    columns,
    entry,
    health,
    importing,
    lot,
    opening,
    parallel,
    proof,
    proofs,
    proposals,
    queue,
    rejected,
    row,
    sure,
    tray,
    undo,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entry.start, name="panel"),
    path("entrar/", entry.sign_in, name="sign_in"),
    path("salir/", entry.sign_out, name="sign_out"),
    path("cartera/", entry.choose, name="choose"),
    path("cola/", queue.queue, name="queue"),
    path("buscar/", queue.search, name="search"),
    path("casos/<str:ref>/", case.case, name="case"),
    path("casos/<str:ref>/justificantes/<int:document_id>/", proofs.download, name="proof_file"),
    path("casos/<str:ref>/justificantes/<int:notice_id>/retirar/", proofs.withdraw, name="proof_withdraw"),
    path("propuestas/", proposals.proposals, name="proposals"),
    path("importar/", importing.imports, name="imports"),
    path("importar/pendientes/", tray.tray, name="tray"),
    path("importar/arranque/", opening.moving_in, name="opening"),
    path("importar/paralelo/", parallel.evenings, name="evenings"),
    path("importar/paralelo/<str:day>/", parallel.evening, name="evening"),
    path("importar/paralelo/<str:day>/<str:kind>.csv", parallel.difference_list, name="difference_list"),
    path("importar/pendientes/seguras/", sure.sure, name="sure"),
    path("importar/avisos/<int:row_id>/", proofs.assign, name="notice"),
    path("importar/cuadre/", proof.differences, name="proof"),
    path("importar/cuadre/hoja/", proof.download, name="proof_sheet"),
    path("importar/<str:ref>/", lot.lot, name="lot"),
    path("importar/<str:ref>/columnas/", columns.columns, name="columns"),
    path("importar/<str:ref>/cuadre/", proof.mark, name="lot_mark"),
    path("importar/<str:ref>/deshacer/", undo.undo, name="undo"),
    path("importar/<str:ref>/rechazadas.<str:kind>", rejected.rejected, name="rejected"),
    path("importar/<str:ref>/<int:line>/", row.row, name="row"),
    path("salud/", health.health, name="health"),
]

handler403 = "recobro.desk.errors.forbidden"
handler404 = "recobro.desk.errors.not_found"
handler500 = "recobro.desk.errors.broken"
