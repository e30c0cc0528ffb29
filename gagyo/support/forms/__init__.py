"""What comes in for support requests."""
