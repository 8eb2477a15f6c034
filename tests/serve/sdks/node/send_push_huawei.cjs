const Huawei = require('push-huawei');
const { ADDRESS, credentials, regId, secret } = require('./known.cjs');

(async () => {
  const app = (await credentials()).vendors.huawei;
  const client = new Huawei({
    appId: app.app_id,
    appSecret: secret(app.app_secret),
    appPkgName: app.package,
    getTokenUrl: ADDRESS && `${ADDRESS}/oauth2/v2/token`,
    pushUrl: ADDRESS && `${ADDRESS}/pushsend.do`,
  });
  await client.push({
    title: '标题 A&B',
    content: '你好',
    list: [await regId('huawei_phone')],
    success: ({ data }) => console.log(data.code, data.msg),
    fail: (error) => console.log(error.message),
    finish: ({ success_total, fail_total }) => console.log(`${success_total} sent, ${fail_total} failed`),
  });
})().catch((error) => console.log(error.message, JSON.stringify(error.response?.data)));
