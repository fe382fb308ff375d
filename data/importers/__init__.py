"""Files into the logbook: reading sheets, recognizing people and rows, writing one act."""
