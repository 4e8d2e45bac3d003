"""What happened, when and where."""
