"""The table of OPPO's HTTP API, as far as it is built; the README says what is not."""

from collections.abc import Mapping

from simulator.cloud.vendor_cloud import Endpoint
from simulator.vendors.oppo import device_api, paths, rules, sending, statistics
from simulator.vendors.oppo.call import OppoCall

ENDPOINTS: Mapping[tuple[str, str], Endpoint[OppoCall]] = {
    ("POST", paths.AUTH): Endpoint(rules.AUTH, rules.NOTHING, rules.ONLY_RATE, sending.auth),
    ("POST", paths.UNICAST): Endpoint(rules.TOKEN, rules.UNICAST_FIELDS, rules.CLASS_AND_QUOTA, sending.unicast),
    ("POST", paths.UNICAST_BATCH): Endpoint(rules.TOKEN, rules.BATCH_FIELDS, rules.ONLY_RATE, sending.batch),
    ("POST", paths.SAVE): Endpoint(rules.TOKEN, rules.SAVE_FIELDS, rules.SAVE_METER, sending.save),
    ("POST", paths.BROADCAST): Endpoint(rules.TOKEN, rules.BROADCAST_FIELDS, rules.CLASS_AND_QUOTA, sending.broadcast),
    ("POST", paths.BIG_PICTURE): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, sending.upload),
    ("POST", paths.SMALL_PICTURE): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, sending.upload),
    ("POST", paths.STATISTICS): Endpoint(rules.TOKEN, statistics.FIELDS, rules.ONLY_RATE, sending.broadcast_statistics),
    **{
        ("POST", path): Endpoint(rules.TOKEN, device_api.FIELDS, rules.ONLY_RATE, sending.set_names)
        for path in paths.IN_JSON
    },
    ("GET", paths.INVALID_IDS): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, sending.invalid_reg_ids),
    ("GET", paths.PERMIT): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, sending.permit),
}
"""By method and path."""
