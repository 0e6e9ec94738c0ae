"""A simulated Discord server, for trying the bot without Discord."""
