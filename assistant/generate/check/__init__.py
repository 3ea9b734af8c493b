"""Compares a statement with the sentences that it points to, without a model, one difference a file."""
