const Xiaomi = require('push-xiaomi');
const { ADDRESS, credentials, regId, secret } = require('./known.cjs');

(async () => {
  const app = (await credentials()).vendors.xiaomi;
  const client = new Xiaomi({
    appSecret: secret(app.app_secret),
    pushUrl: ADDRESS && `${ADDRESS}/v3/message/regid`,
  });
  await client.push({
    title: '标题 A&B',
    content: '你好',
    restricted_package_name: app.package,
    list: [await regId('xiaomi_phone')],
    success: ({ data }) => console.log(data.code, data.description ?? data.reason),
    fail: (error) => console.log(error.message, JSON.stringify(error.response?.data)),
    finish: ({ success_total, fail_total }) => console.log(`${success_total} sent, ${fail_total} failed`),
  });
})();
