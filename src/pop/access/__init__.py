"""Who sees and may do what. Nothing else in the project decides that."""
