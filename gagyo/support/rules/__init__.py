"""What is allowed for support requests, and how it is computed: plain values in and out."""
