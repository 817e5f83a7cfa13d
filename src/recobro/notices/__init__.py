"""The words, the channels and the proof: what is sent to whom, and what came back."""
