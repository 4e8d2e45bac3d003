"""NewsML-G2: writing, checking, reading back."""
