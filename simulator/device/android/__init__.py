"""Android: what decides whether a notification shows and what a tap opens, with Android's own names."""
