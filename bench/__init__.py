"""The measured work: each line prints ours, the peer of the same run, their ratio and the limit of the ratio."""
