"""Faults, each run for real: processes killed, disks filled, databases taken away."""
