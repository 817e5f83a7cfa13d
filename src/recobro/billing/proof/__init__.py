"""Bank, ERP and ledger side by side: what the ERP's lists said, where they differ, and what Operaciones has entered."""
