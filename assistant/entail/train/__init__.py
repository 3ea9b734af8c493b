"""How the bundled model was trained; needs the `train` extra: `python -m assistant.entail.train`."""
