"""Joins it all: a request in, an answer out."""
