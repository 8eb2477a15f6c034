// What a sender knows of the simulated world, and the case that it is to show.
'use strict';

const CASE = process.argv[2]; // right, wrong_secret or unknown_receiver
const ADDRESS = process.argv[3]; // base address to send to in place of the true host names
const ask = async (path, options) => (await fetch(process.env.PUSHSIM_URL + path, options)).json();
const steps = (...list) => ({ method: 'POST', body: JSON.stringify(list) });
const receiver = (right) => (CASE === 'unknown_receiver' ? 'nobody' : right);

module.exports = {
  ADDRESS,
  receiver,
  secret: (right) => (CASE === 'wrong_secret' ? 'not-the-secret' : right),
  regId: async (phone) => receiver((await ask(`/_sim/phones/${phone}`)).reg_id),
  credentials: () => ask('/_sim/credentials'),
  callSdk: (phone, method, ...args) => ask('/_sim/steps', steps({ call_sdk: { phone, method, arguments: args } }, { wait: '1s' })),
  // IM has to see that the connection is gone.
  killApp: (phone) => ask('/_sim/steps', steps({ kill_app: phone }, { wait: '1s' })),
};
