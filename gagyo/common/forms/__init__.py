"""Forms that no app owns, and fields that every app uses."""
