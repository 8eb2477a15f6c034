"""An Android device simulator and end-to-end test harness for offline push.

The layers, each importing only from those above it: `kernel`, `push`, `network`; then `im`, `cloud`, `device` and
`customer` side by side; `vendor_api` and `vendors`; `world`, `scenario`, `runner`, `report`, `cli`.
"""
