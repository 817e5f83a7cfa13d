"""Processes of their own that a measurement starts: nothing of the stopwatch weighs on them."""
