"""The pages about consent, one function each."""
