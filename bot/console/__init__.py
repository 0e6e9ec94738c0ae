"""Web pages for a server's moderators, inside the bot's own process."""
