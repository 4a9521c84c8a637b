"""Files become Documents: one parser per format, canonical text with offsets, the manifest, the sandbox."""
