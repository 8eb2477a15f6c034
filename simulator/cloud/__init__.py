"""What all simulated vendor clouds share: the five steps of a send, tokens, metering, the outbox. No vendor's words."""
