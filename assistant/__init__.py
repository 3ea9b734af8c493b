"""Answers Dutch questions from stored documents, with quotes that are slices of them."""
