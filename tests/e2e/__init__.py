"""End to end: a real mailbox, a real webmail, a real server and real browsers, all on loopback and all temporary."""
