"""The shelf of causes: each module is one way in which a customer loses pushes and declares it as `CAUSE`."""
