"""What `colloquy doctor` looks at: each check says OK, WARN or FAIL, and what to do."""
