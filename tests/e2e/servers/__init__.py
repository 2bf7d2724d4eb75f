"""The organisation's server as readers meet it, one that lies, and the small web server that others are built on."""
