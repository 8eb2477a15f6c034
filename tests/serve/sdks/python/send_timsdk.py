from known import credentials, kill_app, receiver, secret
from timsdk.tim_client import TimClient

im = credentials()
client = TimClient(im["sdk_app_id"], secret(im["secret_key"]))
kill_app("vivo_phone")
print(client.open_im.send_text_msg(receiver("vivo_user"), "你好"))
