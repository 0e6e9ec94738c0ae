"""The only SQL. Stores receive a session from a use case, return values, and never commit."""
