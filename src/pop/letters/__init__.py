"""The standard letters: two clicks from a need to a letter, and somebody who watches for the answer."""
