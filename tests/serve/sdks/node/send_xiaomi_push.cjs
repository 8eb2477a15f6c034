const { Message, Notification } = require('xiaomi-push');
const { credentials, regId, secret } = require('./known.cjs');

(async () => {
  const app = (await credentials()).vendors.xiaomi;
  const message = new Message();
  message.title('标题 A&B').description('你好').payload('{"k":"v"}').passThrough(0).notifyType(-1)
    .restrictedPackageName(app.package).extra('notify_effect', 1);
  const client = new Notification({ production: true, appSecret: secret(app.app_secret) });
  await client.send(await regId('xiaomi_phone'), message).then(
    (answer) => console.log(answer.result, answer.data.id),
    (error) => console.log(error.message),
  );
})();
