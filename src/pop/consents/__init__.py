"""What the person has said yes and no to, and since when."""
