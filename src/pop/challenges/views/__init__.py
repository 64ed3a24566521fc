"""The pages: the map and its threads, suggesting, and keeping the map."""
