"""How good the answers are: questions with gold, metrics, the gate and its reports."""
