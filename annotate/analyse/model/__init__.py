"""What the network says about a text.

Entry points: `encoder.read` (probabilities for every wordpiece and cue) and `labels.names` (its proper names).
"""
