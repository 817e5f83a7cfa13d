"""Words of the guards: each reason against a cut or a contact."""

TEXTS = {
    "cut_day_forbidden": "Ese día es festivo, víspera, o no hay servicio al día siguiente (ELE-17).",
    "cut_calendar_unknown": "No se conocen los festivos de ese año (GEN-01).",
    "cut_protection_unknown": "Nadie ha comprobado si el suministro está protegido (ELE-10 a ELE-16).",
    "cut_protected": "El suministro está protegido.",
    "cut_demand_unproved": "Faltan requerimientos con acuse de recibo (ELE-05, ELE-08).",
    "cut_term_running": "El plazo desde el requerimiento no ha terminado (ELE-07).",
    "cut_money_in_flight": "Puede haber un pago suyo sin emparejar (ELE-21).",
    "cut_nothing_owed": "No debe nada vencido.",
    "contact_day_forbidden": "Hoy no se contacta: fin de semana o festivo.",
    "contact_hour_forbidden": "A esta hora no se contacta.",
    "contact_too_often_today": "Hoy ya se le ha contactado por este medio.",
    "contact_too_often_this_week": "Esta semana ya se le ha contactado bastante.",
}
