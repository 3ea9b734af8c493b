"""How the weights of the evidence were learned: questions with their gold quotes in, `weights.json` out."""
