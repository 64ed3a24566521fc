"""Pages for everybody, also without login: privacy, accessibility, words, help."""
