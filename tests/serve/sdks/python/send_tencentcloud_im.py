from known import ADDRESS, credentials, kill_app, receiver, secret
from tencentcloud_im.tcim_client import MessageObj, MessageText, TCIMClient

im = credentials()
hosts = {"tencent_url": f"{ADDRESS}/v4"} if ADDRESS else {}
client = TCIMClient(im["sdk_app_id"], secret(im["secret_key"]), im["admins"][0], **hosts)
kill_app("vivo_phone")
message = MessageObj("alice", receiver("vivo_user"), [MessageText("你好")])
client.add_single_user("alice", "Alice", "")
print(client.send_message(message).json())
