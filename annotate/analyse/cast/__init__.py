"""Who is who: entities, titles, pronouns, sources to speakers."""
