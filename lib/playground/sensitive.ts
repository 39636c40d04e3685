import type { Sensitivity } from "@/lib/shared/redact-json";

/** Which member and parameter names hold a secret or the data of a guest. Source: the schemas of the catalogue, facts §8.17. */

const SECRET = /^(authorization|webhook_auth|key|api_?key|password|secret|token)$|_(secret|password)$|^(access|refresh|id)_token$/i;

/** A contact is personal but for what only identifies or classifies the record. */
const CONTACT = /^contact_(?!uid$|external_uid$|type$|version$|created$|modified$|language$|classification$)/i;

const PERSONAL =
  /_(email|phone|mobile|passport|birth_date|name_first|name_last|created_name)$|^(order_contact_name|passport|email|phone|mobile|first_?name|last_?name|date_of_birth|birth_?date)$/i;

/** What is behind a name; undefined for nothing sensitive. */
export function sensitivityOf(name: string): Sensitivity | undefined {
  if (SECRET.test(name)) return "secret";
  return CONTACT.test(name) || PERSONAL.test(name) ? "personal" : undefined;
}
