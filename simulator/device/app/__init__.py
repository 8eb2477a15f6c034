"""The customer's app: what its build makes of manifest and shrinking rules, and how its code behaves."""
