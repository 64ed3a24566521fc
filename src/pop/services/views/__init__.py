"""The pages: finding cards, one card, keeping a card, and what exists for a need."""
