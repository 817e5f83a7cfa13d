"""What the house can say about itself: totals, ageing, workbook, panel, proofs. Reads only, and reads every room."""
