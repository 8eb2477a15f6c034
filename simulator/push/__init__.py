"""The vocabulary of a push: message, hops, reasons, certificates. Values only, no behaviour of any actor."""
