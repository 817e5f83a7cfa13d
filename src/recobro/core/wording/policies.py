"""Words of policies: what is wrong with the text of a ladder, and where."""

_AT = "La escalera no se puede usar. Línea {line}, «{key}»: "
TEXTS = {
    "bad_policy": "La escalera no se puede usar.",
    "policy_not_toml": "La escalera no se puede usar: no es TOML ({text}).",
    "policy_key_missing": _AT + "falta.",
    "policy_key_unknown": _AT + "no existe aquí o no tendría ningún efecto.",
    "policy_key_dead": _AT + "no cambia nada: se cumple siempre.",
    "policy_key_type": _AT + "es {found} y debe ser {wanted}.",
    "policy_value": _AT + "«{found}» no vale; se admite {known}.",
    "policy_no_rungs": _AT + "no hay ningún peldaño, o no se escribe [[rung]].",
    "policy_rung_twice": _AT + "hay dos peldaños con este nombre.",
    "policy_first_rung_proof": _AT + "el primer peldaño no tiene un justificante anterior del que contar.",
    "policy_never_auto": _AT + "solo un aviso puede salir sin revisión; una llamada o un corte, nunca.",
    "policy_cut_not_last": "La escalera no se puede usar: tras «{key}», que propone un corte, no va nada.",
    "policy_too_few_demands": "La escalera no se puede usar: antes de «{key}» faltan avisos: {wanted} como mínimo.",
    "policy_cut_unknown": "La escalera no se puede usar: no se conoce el plazo legal del corte de «{key}» para "
    "{segment} en {country}.",
    "policy_below_law": "La escalera no se puede usar: «{key}» baja del mínimo legal: {months} meses y "
    "{working_days} días hábiles.",
    "policy_other_country": "La escalera es de {country} y la cartera «{portfolio}» es de otro país.",
    "policy_rival": "«{name}» y «{other}» atienden a los mismos clientes y ninguna es más concreta que la otra.",
}

# Words of rung ids that are written otherwise on the screen.
RUNG_WORDS = {
    "candidato": "candidato a",
    "notificacion": "notificación",
    "reclamacion": "reclamación",
    "ultima": "última",
}
