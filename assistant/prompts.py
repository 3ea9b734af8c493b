"""Every fixed sentence that the assistant itself says."""

REFUSAL = "Dat staat niet in de bronnen."
