"""Who works with which portfolio, in which role, and what that role may do."""
