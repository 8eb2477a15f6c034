const Builder = require('xiaomipush/Builder');
const Constants = require('xiaomipush/Constants');
const Sender = require('xiaomipush/Sender');
const { credentials, regId, secret } = require('./known.cjs');

(async () => {
  const app = (await credentials()).vendors.xiaomi;
  Constants.setPackage(app.package);
  Constants.setSecret(secret(app.app_secret));
  const message = new Builder();
  message.Title('标题 A&B');
  message.Description('你好');
  message.Payload('p');
  message.PassThrough(0);
  message.NotifyId(0);
  message.Build();
  const result = await new Sender().sendToIds(message, [await regId('xiaomi_phone')], 0);
  console.log(result.getErrorCode(), JSON.stringify(result.data));
})();
