import warnings

import hpa
from hpa import messaging
from known import ADDRESS, credentials, kill_app, reg_id, secret

warnings.simplefilter("ignore")  # the SDK looks at no certificate, and says so
app = credentials()["vendors"]["huawei"]
hosts = {"token_server": f"{ADDRESS}/oauth2/v2/token", "push_open_url": ADDRESS} if ADDRESS else {}
hpa.initialize_app(app["app_id"], secret(app["app_secret"]), **hosts)
kill_app("huawei_phone")  # the SDK asks that nothing be shown while the app is in front
notification = messaging.AndroidNotification(
    title="标题 A&B", body="你好", click_action=messaging.AndroidClickAction(action_type=3)
)
message = messaging.Message(
    notification=messaging.Notification(title="标题 A&B", body="你好"),
    android=messaging.AndroidConfig(urgency="HIGH", ttl="10000s", notification=notification, category="IM"),
    token=[reg_id("huawei_phone")],
)
answer = messaging.send_message(message)
print(answer.code, answer.reason)
