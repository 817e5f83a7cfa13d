"""Recobro: from the bank's return to paid, agreed, cut or enforced, with proof at every step."""

__version__ = "0.1.0"
