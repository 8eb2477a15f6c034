const { Api } = require('tls-sig-api-v2');
const { credentials, killApp, receiver, secret } = require('./known.cjs');

(async () => {
  const im = await credentials();
  const signature = new Api(im.sdk_app_id, secret(im.secret_key)).genSig('administrator', 86400);
  const query = new URLSearchParams({
    sdkappid: im.sdk_app_id, identifier: 'administrator', usersig: signature, random: 7, contenttype: 'json',
  });
  const message = { To_Account: receiver('vivo_user'), MsgRandom: 7, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '你好' } }] };
  await killApp('vivo_phone');
  const answer = await fetch(`https://console.tim.qq.com/v4/openim/sendmsg?${query}`, { method: 'POST', body: JSON.stringify(message) });
  console.log(await answer.text());
})();
