"""What the user names, made into documents."""
