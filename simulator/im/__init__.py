"""The Tencent IM server: accounts, sessions, certificates, bindings, and the decision whether a message is pushed.

It knows phones only as login instances and vendors only as senders that the world hands it.
"""
