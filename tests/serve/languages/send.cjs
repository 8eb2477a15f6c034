const get = async (path) => (await fetch(process.env.PUSHSIM_URL + path)).json();

(async () => {
  const { reg_id: regId } = await get('/_sim/phones/xiaomi_phone');
  const { app_secret: secret } = (await get('/_sim/credentials')).vendors.xiaomi;
  const answer = await fetch('https://api.xmpush.xiaomi.com/v3/message/regid', {
    method: 'POST',
    headers: { Authorization: `key=${secret}` },
    body: new URLSearchParams({
      registration_id: regId, title: 't', description: 'd', payload: 'p', restricted_package_name: 'com.example.chat',
    }),
  });
  console.log(await answer.text());
})();
