<?php
$base = getenv('PUSHSIM_URL');
$reg_id = json_decode(file_get_contents("$base/_sim/phones/xiaomi_phone"), true)['reg_id'];
$secret = json_decode(file_get_contents("$base/_sim/credentials"), true)['vendors']['xiaomi']['app_secret'];
$call = curl_init('https://api.xmpush.xiaomi.com/v3/message/regid');
curl_setopt($call, CURLOPT_RETURNTRANSFER, true);
curl_setopt($call, CURLOPT_HTTPHEADER, ["Authorization: key=$secret"]);
curl_setopt($call, CURLOPT_POSTFIELDS, http_build_query([
    'registration_id' => $reg_id, 'title' => 't', 'description' => 'd', 'payload' => 'p',
    'restricted_package_name' => 'com.example.chat',
]));
echo curl_exec($call), curl_error($call), "\n";
