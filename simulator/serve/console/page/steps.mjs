// The common steps of a phone, as buttons: what each is called, when it makes sense, and what it sends.

/**
 * @typedef {Object} Action
 * @property {string} id - Also the key of its words.
 * @property {string} icon
 * @property {Object} [step] - As `POST /_sim/steps` takes it; where there is none, `asks` says what has to be known first.
 * @property {string} [asks]
 * @property {boolean} [isOff] - It would change nothing now.
 * @property {boolean} [isPressed] - Of a switch.
 */

/**
 * Return the buttons of a phone as it stands.
 *
 * @param {string} phone - Its name.
 * @param {Object} state - As `stateOf` returns it.
 * @returns {Action[]}
 */
export function actionsOf(phone, state) {
  const isRunning = state.process === "foreground" || state.process === "background";
  const isFlying = state.network === "airplane";
  return [
    { id: "launch_app", icon: "launch", step: { launch_app: phone }, isOff: state.process === "foreground" },
    { id: "go_home", icon: "home", step: { go_home: phone }, isOff: state.process !== "foreground" },
    { id: "kill_app", icon: "close", step: { kill_app: phone }, isOff: !isRunning },
    { id: "force_stop", icon: "stop", step: { kill_app: { phone, by: "force_stop" } }, isOff: state.isStopped },
    state.user
      ? { id: "log_out", icon: "leave", step: { log_out: phone }, isOff: !isRunning }
      : { id: "log_in", icon: "enter", asks: "log_in", isOff: !isRunning },
    { id: "airplane", icon: "airplane", step: { set_network: { phone, to: isFlying ? "wifi" : "airplane" } }, isPressed: isFlying },
    {
      id: "mute",
      icon: "bell-off",
      step: { switch_notifications: { phone, to: state.isAllowed ? "off" : "on" } },
      isPressed: !state.isAllowed,
    },
    state.isLocked
      ? { id: "unlock_phone", icon: "unlock", step: { unlock_phone: phone } }
      : { id: "reboot_phone", icon: "reboot", step: { reboot_phone: phone } },
  ];
}

/**
 * Return what a tap on a notification opened, from the records of the step; null where it was no tap.
 *
 * @param {Object[]} records - As the control API writes them.
 * @returns {?{isOpened: boolean, what: string, reason: string, ext: string}}
 */
export function openedBy(records) {
  const handled = records.findLast(({ kind, name }) => kind === "hop" && name === "handled");
  if (!handled) return null;
  const { activity, url, ext, detail } = handled.data;
  return { isOpened: handled.outcome === "ok", what: url || activity || detail || "", reason: handled.reason, ext: ext ?? "" };
}
