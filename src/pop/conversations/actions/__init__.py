"""What people do with conversations, the guide, BRIK, money and preparations. The only writers of this package."""
