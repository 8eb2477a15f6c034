// What is asked before a step can be sent, and what a sender has to know.

import { copy } from "../../../report/html/page/command.mjs";
import { h, isolated } from "../../../report/html/page/dom.mjs";
import { icon } from "../../../report/html/page/icons.mjs";
import { sayVendor } from "../../../report/html/page/words.mjs";
import { tell } from "./texts.mjs";

/** Show *inside* as a dialog; it is gone when it is closed. */
export function showDialog(label, ...inside) {
  const dialog = h("dialog.box", { "aria-label": label, onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && dialog.close() }, inside);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Ask for some values.
 *
 * @param {string} label
 * @param {HTMLElement[]} fields
 * @param {string} done - On the button that ends it.
 * @param {(values: Object<string, string>) => void} onDone
 */
export function ask(label, fields, done, onDone) {
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        dialog.close();
        onDone(Object.fromEntries(new FormData(form)));
      },
    },
    h("h2", {}, label),
    fields,
    h("p.buttons", {}, h("button", { type: "button", onclick: () => dialog.close() }, tell("cancel")), h("button.primary", { type: "submit" }, done)),
  );
  const dialog = showDialog(label, form);
  return form;
}

/** Make a field of a form, with its label. */
export function field(name, label, value = "", others = {}) {
  return h("label.field", {}, h("span", {}, label), h("input", { name, value, autocomplete: "off", ...others }));
}

/** Make a field in which one of *options*, pairs of value and text, is chosen. */
export function choice(name, label, options, chosen = "") {
  return h(
    "label.field",
    {},
    h("span", {}, label),
    h("select", { name }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))),
  );
}

/** Ask for a message and how it goes. */
export function askForMessage(world, onSend) {
  const phones = [...world.phones.values()];
  const users = new Set(phones.flatMap(({ state }) => [state.token, state.user]).filter(Boolean));
  const first = phones.find(({ state }) => state.process !== "foreground" && state.token) ?? phones.find(({ state }) => state.token);
  const form = ask(
    tell("send_message"),
    [
      choice("way", tell("send_way"), ["client", "rest", "vendor"].map((way) => [way, tell(`via_${way}`)])),
      field("sender", tell("from"), "alice", { class: "only-im" }),
      h("label.field.is-im", {}, h("span", {}, tell("to")), h("input", { name: "user", list: "users", value: first?.state.token ?? "", autocomplete: "off" })),
      h("datalist", { id: "users" }, [...users].map((user) => h("option", { value: user }))),
      h("div.is-vendor", {}, choice("phone", tell("to"), phones.map(({ view }) => [view.name, `${view.name} \u00b7 ${view.model}`])), field("title", tell("title"), "hello")),
      field("text", tell("text"), "lunch?"),
    ],
    tell("send"),
    (values) => onSend(stepOf(values, world)),
  );
  form.dataset.way = "client";
  form.querySelector("select[name=way]").addEventListener("change", (event) => (form.dataset.way = event.target.value));
  form.querySelector("input[name=text]").select();
}

/** Return the step that sends what a form of `askForMessage` says. */
export function stepOf({ way, sender, user, phone, title, text }, world) {
  if (way === "vendor") return { send_to_vendor: { vendor: world.phones.get(phone).view.vendor, to: phone, title, body: text } };
  return { send_message: { from: sender, to: user, text, ...(way === "rest" && { via: "rest" }) } };
}

/** Show what a sender has to know. */
export function showCredentials(credentials, vocabulary, address) {
  const { sdk_app_id, secret_key, admins, vendors, hosts } = credentials;
  const groups = [
    ["", [[tell("address"), address]]],
    ["Tencent IM", [["SDKAppID", String(sdk_app_id)], ["SecretKey", secret_key], ["admins", admins.join(", ")], [tell("hosts"), hosts.im.join(", ")]]],
    ...Object.entries(vendors).map(([name, values]) => [
      sayVendor(vocabulary, name),
      [...Object.entries(values).filter(([, value]) => value !== ""), [tell("hosts"), (hosts[name] ?? []).join(", ")]],
    ]),
  ];
  const dialog = showDialog(
    tell("credentials"),
    h("header.box-head", {}, h("h2", {}, tell("credentials")), h("button.close", { type: "button", "aria-label": tell("cancel"), onclick: () => dialog.close() }, icon("close"))),
    h("p.quiet", {}, tell("credentials_hint")),
    groups.map(([title, rows]) => h("section.credentials", {}, title ? h("h3", {}, title) : null, h("dl", {}, rows.map(([name, value]) => drawCredential(name, value))))),
  );
  return dialog;
}

function drawCredential(name, value) {
  const button = h("button.copy", { type: "button", "aria-label": tell("copy", { name }), onclick: () => copy(value, button) }, icon("copy"));
  return h("div", {}, h("dt", {}, name), h("dd", {}, h("code", {}, isolated(value)), button));
}
