"""The pages: the process itself, the way of one person, and the rules of a unit."""
