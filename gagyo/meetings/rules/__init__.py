"""What is allowed for meetings, and how it is computed: plain values in and out."""
