"""Time, chance, the trace and rules: what every actor stands on. Imports the standard library only.

Nothing here knows what a push, a phone or a vendor is.
"""
