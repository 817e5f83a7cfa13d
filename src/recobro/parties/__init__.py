"""Customers, the contracts they owe under, the supplies they use, and how to reach them."""
