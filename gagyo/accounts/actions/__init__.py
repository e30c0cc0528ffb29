"""What changes accounts, offices, memberships, invitations and tokens."""
