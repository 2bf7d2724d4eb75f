"""Readers' reports: stored, shown, answered, deleted, sent on."""
