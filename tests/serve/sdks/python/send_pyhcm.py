from known import credentials, reg_id, secret
from pyhcm import HCMNotification

app = credentials()["vendors"]["huawei"]
client = HCMNotification(app["app_id"], secret(app["app_secret"]))
print(client.notify_single_device(reg_id("huawei_phone"), "标题 A&B", "你好"))
