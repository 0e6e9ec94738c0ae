"""Courses, their documents, and what can be asked of them. Knows nothing of Discord."""
