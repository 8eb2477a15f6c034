"""The customer's own server: it makes UserSigs and calls the IM REST API or a vendor's cloud."""
