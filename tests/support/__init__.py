"""What the tests share: running the command, files and articles to try it on, the data beside the project."""
