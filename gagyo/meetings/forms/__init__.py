"""What comes in from the screens."""
