"""The ladder as data: what is done, when, to whom, and which proof opens the next rung."""
