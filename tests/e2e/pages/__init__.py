"""What the extension shows: badge, settings, report, desk, as a reader or an admin uses them."""
