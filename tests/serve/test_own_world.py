"""A world of one's own: senders find the credentials, the package and the regIds that they are configured with."""

import pytest

from tests.serve.serving import Desk

OWN = """
im: {sdk_app_id: 1400009999, secret_key: my-own-secret, admins: [boss]}
app: {package: com.my.app}
certificates:
  honor: {app_id: "104400001", client_id: my-client, client_secret: my-client-secret}
  huawei: {app_id: "100000001", app_secret: my-secret}
  meizu: {app_id: "110001", app_key: my-key, app_secret: my-secret}
  oppo: {app_id: "77", app_key: my-key, app_secret: my-secret, master_secret: my-master-secret}
  vivo: {app_id: "100001", app_key: my-key, app_secret: my-secret}
  xiaomi: {app_secret: my+secret==}
phones:
  honor_phone: {model: HONOR 50, user: bob, reg_id: BAEAAAAAB.fakeHonorToken0001}
  huawei_phone: {model: HUAWEI P40, user: bob2, reg_id: IQAAAACy0000000000001aaaa}
  meizu_phone: {model: Meizu 18, user: bob3, reg_id: FAKE0476035d625e6c64567f71487e040e7d017f0001}
  oppo_phone: {model: OPPO Find X5, user: bob4, reg_id: CN_fa0e00000000000000000000000000a1}
  vivo_phone: {model: vivo X60, user: bob5, reg_id: "15400000000000000000001"}
  xiaomi_phone: {model: Xiaomi 11, user: bob6, reg_id: FAKEmiRegId+aaaa/0001==}
"""
REG_IDS = {
    "honor": "BAEAAAAAB.fakeHonorToken0001",
    "huawei": "IQAAAACy0000000000001aaaa",
    "meizu": "FAKE0476035d625e6c64567f71487e040e7d017f0001",
    "oppo": "CN_fa0e00000000000000000000000000a1",
    "vivo": "15400000000000000000001",
    "xiaomi": "FAKEmiRegId+aaaa/0001==",
}
SECRETS = {
    "honor": ("client_secret", "my-client-secret"),
    "huawei": ("app_secret", "my-secret"),
    "meizu": ("app_secret", "my-secret"),
    "oppo": ("master_secret", "my-master-secret"),
    "vivo": ("app_secret", "my-secret"),
    "xiaomi": ("app_secret", "my+secret=="),
}


@pytest.mark.parametrize("vendor", REG_IDS)
def test_vendor_knows_the_credentials_and_the_reg_id_that_were_chosen(vendor: str) -> None:
    desk = Desk(OWN)
    app = desk.get("/_sim/credentials")["vendors"][vendor]
    field, secret = SECRETS[vendor]
    assert (app["package"], app[field]) == ("com.my.app", secret)
    assert desk.phone(f"{vendor}_phone")["reg_id"] == REG_IDS[vendor]
    step = {"vendor": vendor, "to": f"{vendor}_phone", "title": "a title", "body": "a text"}
    assert desk.steps({"send_to_vendor": step}).status == 200
    desk.pass_ms(5_000)
    assert [shown["title"] for shown in desk.phone(f"{vendor}_phone")["shade"]] == ["a title"]
