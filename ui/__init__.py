"""What people touch: the command line, the web chat and the source viewer."""
