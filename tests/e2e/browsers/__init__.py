"""Chromium and Firefox with the extension: started, asked by each one's own protocol, recorded."""
