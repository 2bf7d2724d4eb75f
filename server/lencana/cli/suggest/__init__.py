"""What one's own mail says: thousands of messages counted by sender, and brands proposed from the counts."""
