// The proof of a negative: the run in which nothing arrived beside the one in which its reason was waived.

import { h, isolated } from "./dom.mjs";
import { drawJourney, drawWhy, journeysIn } from "./journey.mjs";
import { drawPhone } from "./phone.mjs";
import { phoneAt } from "./state.mjs";
import { say, saySentence } from "./words.mjs";

/**
 * Draw all proofs of a case.
 *
 * @param {Object} trace - As `readBlock` returns it.
 * @param {Object} about - `hue` and `vocabulary`.
 * @returns {HTMLElement}
 */
export function drawProofs(trace, { hue, vocabulary }) {
  if (!trace.proof.length) return h("p.empty", {}, say("no_proof"));
  return h(
    "div.proofs",
    {},
    trace.proof.map((proof) => {
      const { phone, because, line } = proof;
      const about = { name: phone, hue, start: trace.start, ...trace.phones[phone] };
      const silentUpTo = endOfStep(trace.records, line);
      return h(
        "section.proof",
        {},
        h("h3", {}, say("proof_of", { reason: because, line }), proof.what ? h("span.reason", {}, say("proves_nothing")) : null),
        proof.what ? h("p.is-failed", {}, isolated(saySentence(vocabulary, proof.what))) : null,
        h(
          "div.beside",
          {},
          drawSide(say("as_it_is"), trace.records, silentUpTo, phone, about, vocabulary),
          drawSide(say("waived", { reason: because }), proof.records, proof.records.length - 1, phone, about, vocabulary),
        ),
      );
    }),
  );
}

// The negative's own window ends where the next step begins.
function endOfStep(records, line) {
  const step = records.findLastIndex((record) => record.kind === "step" && record.data.line === line);
  const next = records.findIndex((record, index) => index > step && record.kind === "step");
  return next < 0 ? records.length - 1 : next - 1;
}

function drawSide(title, records, upTo, phone, about, vocabulary) {
  const seen = records.slice(0, upTo + 1);
  const journey = journeysIn(seen).findLast((one) => one.phone === phone || !one.phone);
  const verdict = journey && { reason: journey.reason, root: journey.reason, rule: journey.rule };
  return h(
    "div.side",
    {},
    h("h4", {}, title),
    drawPhone(phoneAt(records, phone, upTo), about),
    journey ? [drawJourney(journey), verdict.reason ? drawWhy(verdict, vocabulary) : null] : h("p.empty", {}, say("no_push")),
  );
}
