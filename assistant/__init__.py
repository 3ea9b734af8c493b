"""Answers Dutch questions from stored documents, with quotes that are slices of them."""

import os

# An answer multiplies small matrices: threads for them cost more than they save, and keep the other processors busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
