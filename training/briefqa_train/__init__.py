"""Training, evaluation and export of the briefqa reader."""
