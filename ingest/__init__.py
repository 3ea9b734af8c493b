"""Turns files into documents and passages, and keeps the index in step with them."""
