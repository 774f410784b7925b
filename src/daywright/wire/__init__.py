"""The messages programs exchange, per version, and how they become core values."""
