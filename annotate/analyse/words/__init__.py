"""What the data files of words and patterns say."""
