"""From a customer's "no push" report to the cause, the verified repair and a scenario: read, rank, answer."""
