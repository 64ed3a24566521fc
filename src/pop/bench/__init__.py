"""How fast the pages are on large databases: `./pop bench`. Nothing here runs in production."""
