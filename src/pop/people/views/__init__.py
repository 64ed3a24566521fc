"""The pages of people: the door, the registers, the record of looks and the figures."""
