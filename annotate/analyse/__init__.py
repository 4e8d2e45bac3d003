"""Article in, findings out: pure functions over text, no files, no printing."""
