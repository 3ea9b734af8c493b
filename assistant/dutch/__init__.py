"""Dutch as searching and quoting need it: words, stems, letter groups and sentence spans. Pure."""
