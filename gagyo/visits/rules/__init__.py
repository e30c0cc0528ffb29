"""What is allowed for visits, and how it is computed: plain values in and out."""
