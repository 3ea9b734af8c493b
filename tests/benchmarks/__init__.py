"""How fast, how large: Vraagbaak beside the pipeline of the usual tutorial, on the same texts in the same run."""
