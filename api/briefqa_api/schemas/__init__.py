"""The contract of the HTTP API as pydantic models, with the examples that the OpenAPI document shows."""
