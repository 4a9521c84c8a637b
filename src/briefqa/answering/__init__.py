"""Questions to answers: retrieve, read, weigh, cite or refuse."""
