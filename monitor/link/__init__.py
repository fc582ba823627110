"""LINK: which statements report one occurrence, and what each side says of it. Pure."""
