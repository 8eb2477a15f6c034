const fs = require('node:fs');
const https = require('node:https');

const get = async (path) => (await fetch(process.env.PUSHSIM_URL + path)).json();

/** Asks as `fetch` does, with authorities of its own. */
const ask = (url, { method, headers, body }) => new Promise((resolve, reject) => {
  const ca = fs.readFileSync(process.env.OWN_AUTHORITIES);
  const request = https.request(url, { method, headers, ca }, async (response) => {
    const parts = await response.toArray();
    resolve({ text: async () => Buffer.concat(parts).toString() });
  });
  request.on('error', reject);
  request.end(String(body));
});

(async () => {
  const { reg_id: regId } = await get('/_sim/phones/xiaomi_phone');
  const { app_secret: secret } = (await get('/_sim/credentials')).vendors.xiaomi;
  const answer = await (process.env.OWN_AUTHORITIES ? ask : fetch)('https://api.xmpush.xiaomi.com/v3/message/regid', {
    method: 'POST',
    headers: { Authorization: `key=${secret}` },
    body: new URLSearchParams({
      registration_id: regId, title: 't', description: 'd', payload: 'p', restricted_package_name: 'com.example.chat',
    }),
  });
  console.log(await answer.text());
})();
