"""Words of notices and of the channels that carry them."""

TEXTS = {
    "template_shape": "El texto «{name}» no empieza por «Asunto:» y una línea en blanco.",
    "template_unknown": "No existe el texto «{name}».",
    "template_gap_unknown": "El texto «{name}» pide «{gap}», que no existe.",
    "template_gap_empty": "El texto «{name}» no se puede rellenar: falta {gap}. No se libera nada.",
    "channel_passing": "El medio de envío no responde ahora; se volverá a intentar.",
    "channel_lasting": "El medio de envío rechaza el mensaje.",
    "channel_unreachable": "No se pudo conectar con el servidor de correo; se volverá a intentar.",
    "channel_busy": "El servidor de correo pide esperar ({answer}).",
    "channel_refused": "El servidor de correo rechaza el mensaje ({answer}).",
    "bad_smtp_url": "La dirección del servidor de correo no se entiende. Se admite: {known}.",
    "uncertain": "No se sabe si llegó a salir: decide una persona.",
}
