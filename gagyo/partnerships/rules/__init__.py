"""What is allowed for ties and projects, and how it is computed: plain values in and out."""
