"""The pages about wishes, one function each."""
