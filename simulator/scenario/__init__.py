"""The scenario language: documents, their complete check before anything runs, and one file per step."""
