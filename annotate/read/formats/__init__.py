"""One module per input format; its entry point is `read`, which yields drafts, articles and problems."""
