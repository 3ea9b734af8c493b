"""Does a statement follow from sentences? A small bundled model that compares what both mean."""
