"""Lets a language model phrase an answer: numbered sentences in, statements with sentence numbers out, each checked."""
