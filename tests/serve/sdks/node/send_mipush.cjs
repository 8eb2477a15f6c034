const { promisify } = require('node:util');
const { Message, Sender, Stats, Subscription, Tracer } = require('mipush');
const { callSdk, credentials, receiver, secret } = require('./known.cjs');

const told = (body) => JSON.parse(typeof body === 'string' ? body : '{}');
const asked = (object, method) => promisify((...args) => object[method](...args.slice(0, -1), (error, _, body) => args.at(-1)(error, told(body))));

(async () => {
  const app = (await credentials()).vendors.xiaomi;
  const options = { appSecret: secret(app.app_secret), packageName: app.package };
  await callSdk('xiaomi_phone', 'setAlias', 'bob');
  // The SDK can push to aliases alone: its other calls have lost what they belong to.
  const message = new Message();
  Object.assign(message, { title: '标题 A&B', description: '你好', payload: 'p', restricted_package_name: app.package });
  message.extra('notify_foreground', '1');
  const sent = await asked(new Sender(options), 'sendToAlias')(receiver('bob'), message);
  console.log(sent.code, sent.description, sent.reason ?? '');
  if (sent.code !== 0) return;
  const status = await asked(new Tracer(options), 'getMessageStatus')(sent.data.id);
  console.log(status.code, status.data.data.id === sent.data.id);
  const subscribed = await asked(new Subscription(options), 'subscribeTopicByAlias')('bob', 'news', '');
  console.log(subscribed.code, subscribed.result);
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const counted = await asked(new Stats(options), 'getStats')(day, day);
  console.log(counted.code, counted.result);
})();
