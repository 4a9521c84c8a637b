"""What runs on weights: encoders and the reader."""
