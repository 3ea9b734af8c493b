"""Measures an assistant with test sets: what was asked, what came of it, and how sure the figures are."""
