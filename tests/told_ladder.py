"""A ladder that leaves two rungs to the ERP; `first` and `second` are the proofs they need."""

LADDER = """
name = "erp"
title = "Los avisos los envía el ERP"
country = "ES"
stages = ["early"]
segments = ["household", "business"]
rest_after_drop_days = 7
[tolerance]
EUR = "1.00"
[[rung]]
id = "carta_erp"
act = "notify"
by = "erp"
wait = {{ days = 2, count = "natural", from = "due" }}
proof = "{first}"
[[rung]]
id = "certificado_erp"
act = "notify"
by = "erp"
wait = {{ days = 3, count = "natural", from = "proof" }}
proof = "{second}"
[[rung]]
id = "nuestro"
act = "notify"
channels = ["email"]
template = "es_household/aviso_1"
wait = {{ days = 5, count = "natural", from = "proof" }}
proof = "accepted"
release = "review"
"""
