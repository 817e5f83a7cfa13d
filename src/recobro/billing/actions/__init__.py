"""The only writers of billing's tables: lots and their rows, invoices, attempts, returns, payments, the ledger."""

from recobro.billing.actions.reasons import seed_reasons, treat

__all__ = ["seed_reasons", "treat"]
