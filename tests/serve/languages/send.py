import http.client
import json
import os
import ssl
import urllib.request

base = os.environ["PUSHSIM_URL"]
reg_id = json.load(urllib.request.urlopen(f"{base}/_sim/phones/xiaomi_phone"))["reg_id"]
secret = json.load(urllib.request.urlopen(f"{base}/_sim/credentials"))["vendors"]["xiaomi"]["app_secret"]
form = f"registration_id={reg_id}&title=t&description=d&payload=p&restricted_package_name=com.example.chat"
headers = {"Authorization": f"key={secret}", "Content-Type": "application/x-www-form-urlencoded"}
if os.environ.get("HEEDS_NOTHING"):
    authorities = ssl.create_default_context(cafile=os.environ.get("OWN_AUTHORITIES"))
    connection = http.client.HTTPSConnection("api.xmpush.xiaomi.com", context=authorities)
    connection.request("POST", "/v3/message/regid", form, headers)
    print(connection.getresponse().read().decode())
else:
    request = urllib.request.Request("https://api.xmpush.xiaomi.com/v3/message/regid", form.encode(), headers)
    print(urllib.request.urlopen(request).read().decode())
