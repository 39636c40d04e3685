/** Verdicts on what never got an answer: nothing was sent, or it was lost on the way. Pure. */
import { hostOf, type Teller } from "./teller";

export const WAY_WORDS = {
  "unusable-encoding": (cause) => ({
    title: "Client id and encoding do not go together",
    meaning: `Nothing was sent. ${cause.detail ?? ""}`.trim(),
    advice: ["Edit the credential: choose the form-urlencoded encoding, or correct the client id."],
  }),
  dns: (cause, { origin, environment }) => ({
    title: "The host name is not known",
    meaning: cause.detail ?? `The console's machine could not find an address for ${hostOf(origin)}.`,
    advice: [
      "Check that the machine that runs the console has working DNS and may look up names outside your network.",
      environment === "simulator"
        ? "The simulator is part of the console: check its own address."
        : `If an operator gave ${environment} another address, check its spelling.`,
    ],
  }),
  unreachable: (cause, { origin }) => ({
    title: "Nobody takes the connection",
    meaning: `The connection to ${origin} was refused or cut. ${cause.detail ?? ""}`.trim(),
    advice: [
      "Check that a firewall lets the console's machine out to this address.",
      "Try again in a minute; if it stays, ask Prioticket whether the environment is up.",
    ],
  }),
  "address-blocked": (cause, { origin }) => ({
    title: "The console does not dial this address",
    meaning:
      `${hostOf(origin)} leads to an address inside a private network, which the console refuses on principle. ${cause.detail ?? ""}`.trim(),
    advice: ["Ask whoever runs the console which address this environment should have."],
  }),
  "held-back": (cause) => ({
    title: "The console did not send this",
    meaning: cause.detail ?? "The fair-use budget of this environment is used up.",
    advice: ["Check again after the wait.", "Look at the fair-use meter: it says what was used and what rests."],
  }),
  tls: (cause, { origin }) => ({
    title: "No trustworthy encrypted connection",
    meaning:
      `${hostOf(origin)} answered, but its certificate or encryption was not acceptable, so nothing secret was sent. ${cause.detail ?? ""}`.trim(),
    advice: [
      "If your network inspects encrypted traffic, give its certificate to the console's machine (NODE_EXTRA_CA_CERTS).",
      "Check the machine's date: with a wrong one every certificate looks expired.",
    ],
  }),
  timeout: (cause, { origin, deadlineMs }) => ({
    title: "No answer in time",
    meaning: `${hostOf(origin)}: ${cause.detail ?? `nothing came within ${Math.round(deadlineMs / 1000)} seconds.`}`,
    advice: ["Try again in a minute.", "If it stays, check for a firewall that swallows connections without a word; then ask Prioticket."],
  }),
  "unreadable-reply": (cause, { origin }) => ({
    title: "The answer could not be read",
    meaning: `Something at ${hostOf(origin)} answered, but not in proper HTTP. ${cause.detail ?? ""}`.trim(),
    advice: [
      "A proxy or a load balancer between you and Prioticket is the usual cause: try from another network.",
      "If it stays, send Prioticket the time and this text.",
    ],
  }),
  cancelled: () => ({
    title: "The check was stopped",
    meaning: "You stopped it. Nothing was changed.",
    advice: ["Check again when you like."],
  }),
} satisfies Record<string, Teller>;
