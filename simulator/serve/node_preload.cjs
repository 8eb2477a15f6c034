// Leads what a Node program connects to elsewhere to the simulated clouds: Node's own modules heed no proxy variables.
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const tls = require('node:tls');

const DOORS = { 443: process.env.PUSHSIM_HTTPS_PORT, 80: process.env.PUSHSIM_HTTP_PORT };
const PROXY_VARIABLES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
const OWN_MACHINE = /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/i;

// Every connection is led below, so a proxy is in the way: axios up to 0.27 speaks TLS to it, and fails.
for (const name of PROXY_VARIABLES) delete process.env[name];

/** Returns the options and the listener of any form in which `connect` may be called. */
function read(args) {
  const [first, ...rest] = Array.isArray(args[0]) ? args[0] : args;
  const listener = rest.find((one) => typeof one === 'function');
  if (first !== null && typeof first === 'object') return [first, listener];
  if (!/^\d+$/.test(String(first))) return [{ path: first }, listener];
  return [{ port: Number(first), host: typeof rest[0] === 'string' ? rest[0] : 'localhost' }, listener];
}

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function connectToTheSimulation(...args) {
  const [options, listener] = read(args);
  const host = options.host ?? 'localhost';
  if (options.path || OWN_MACHINE.test(host)) return connect.apply(this, args);
  const door = DOORS[options.port];
  if (door === undefined) {
    const error = new Error(`pushsim: ${host}:${options.port} is none of the simulated hosts; no real one is asked`);
    process.nextTick(() => this.destroy(error));
    return this;
  }
  // A copy: TLS checks the certificate against the host in the caller's own options.
  return connect.call(this, { ...options, host: process.env.PUSHSIM_ADDRESS, port: Number(door), lookup: undefined }, listener);
};

const createSecureContext = tls.createSecureContext;

// A client that brings authorities of its own would trust no others, whatever NODE_EXTRA_CA_CERTS says.
tls.createSecureContext = function createTrustingContext(options = {}) {
  if (!options.ca) return createSecureContext.call(this, options);
  const authority = fs.readFileSync(process.env.NODE_EXTRA_CA_CERTS);
  return createSecureContext.call(this, { ...options, ca: [options.ca, authority].flat() });
};
