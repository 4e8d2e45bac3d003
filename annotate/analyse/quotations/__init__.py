"""Who said what: cue, source, content."""
