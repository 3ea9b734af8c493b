"""Chooses, without a language model, the sentences that answer a question, or finds that none does."""
