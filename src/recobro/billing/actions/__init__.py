"""The only writers of billing's tables: lots and their rows, invoices, attempts, returns, payments, the ledger."""

from recobro.billing.actions.reasons import seed_reasons, treat
from recobro.billing.actions.sources import forget_columns, name_result, save_columns, seed_results

__all__ = ["forget_columns", "name_result", "save_columns", "seed_reasons", "seed_results", "treat"]
