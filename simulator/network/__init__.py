"""The wire: requests and answers as plain values, links with latency and faults, and the adapters that carry HTTP."""
