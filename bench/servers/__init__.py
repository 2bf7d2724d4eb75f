"""Servers under load, the processes that load them, and what their CPU and memory come to."""
