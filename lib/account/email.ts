/** The longest path that SMTP can carry, RFC 5321 §4.5.3.1.3. */
const LONGEST_EMAIL = 254;
/** With white space around it; longer is no address however it is read. */
const LONGEST_TEXT = 1_000;
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The one spelling of an e-mail address that is stored and compared, or undefined.
 *
 * Only plain ASCII addresses pass, and nothing is folded into them but letter case: a full-width
 * "＠", a second address after a comma or a quoted local part is refused and never read as
 * somebody's address.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const email = text.replace(/^[ \t\r\n]{1,1000}|[ \t\r\n]{1,1000}$/g, "");
  if (email.length > LONGEST_EMAIL || !/^[\x21-\x7e]+$/.test(email)) return undefined;
  const lower = email.toLowerCase();
  return EMAIL.test(lower) ? lower : undefined;
}
