"""The thin HTTP layer over the assistant: routes, access, limits and what is kept."""
