/** NIST SP 800-63B §3.1.1.2 and ASVS 6.2: length and known-bad words count, mixtures of signs do not. */
export const SHORTEST_PASSWORD = 12;
/** Enough for any passphrase. A limit keeps the work of hashing bounded. */
export const LONGEST_PASSWORD = 256;
const FEWEST_DIFFERENT = 5;

const RUNS = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn"];

/** Words that lists of leaked passwords begin with, and the names of this product. A password made of them alone falls first. */
const WORDS = [
  "password", "passwort", "wachtwoord", "passphrase", "pass", "passw", "welcome", "willkommen", "admin", "administrator", "root", "user", "login", "letmein",
  "changeme", "change", "default", "secret", "master", "monkey", "dragon", "iloveyou", "love", "you", "me", "sunshine", "princess", "football", "baseball",
  "superman", "batman", "trustno", "shadow", "michael", "jordan", "hello", "world", "test", "tester", "testing", "guest", "access", "computer", "internet",
  "starwars", "whatever", "freedom", "summer", "winter", "spring", "autumn", "january", "monday", "qwertyuiop", "qwertzuiop", "qwerty", "qwertz", "azerty", "asdf", "zxcv", "abc", "abcd", "qaz", "wsx",
  "prioticket", "prio", "ticket", "tickets", "distributor", "console", "owner", "workspace", "company", "server", "system", "manager", "demo", "example", "my", "the", "is", "this",
];

const LEET: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };

/**
 * What is wrong with this as a new password, as a sentence for the person, or undefined.
 *
 * @param about - their own name and e-mail address, which must not be the password
 */
export function passwordProblem(password: string, about: readonly string[] = []): string | undefined {
  const characters = [...password];
  if (characters.length < SHORTEST_PASSWORD) return `Use at least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`;
  if (characters.length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`;
  const plain = password.toLowerCase();
  if (new Set(plain).size < FEWEST_DIFFERENT) return "Use more different characters.";
  if (RUNS.some((run) => isRunOf(run, plain))) return "This is a row of keys or letters. Choose something less regular.";
  if (isMadeOfWords(plain, [...WORDS, ...about.flatMap(partsOf)])) return "This is among the first passwords that are tried. Choose something less common.";
  return undefined;
}

function isRunOf(run: string, text: string): boolean {
  const endless = run.repeat(Math.ceil(text.length / run.length) + 1);
  return endless.includes(text) || [...endless].reverse().join("").includes(text);
}

function partsOf(text: string): string[] {
  const lower = text.toLowerCase();
  return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length >= 3);
}

/** True when nothing but digits and signs is left once the words are taken out, also with 0 read as o and so on. */
function isMadeOfWords(plain: string, words: readonly string[]): boolean {
  const byLength = [...words].sort((a, b) => b.length - a.length);
  const core = plain.replace(/[^\p{L}]{1,1000}$/u, "");
  const readings = [plain, core.replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign)];
  return readings.some((text) => /\p{L}/u.test(text) && !/\p{L}/u.test(byLength.reduce((rest, word) => rest.replaceAll(word, " "), text)));
}
