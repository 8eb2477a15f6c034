"""Simulated phones: Android's services, the vendor's push service in the system, and the customer's app."""
