/**
 * Texts of a hostile server that make a careless expression start anew at each character and read to the end each time.
 * Read once, they take a moment.
 */
import { expect, it } from "vitest";
import { readErrorBody } from "@/lib/diagnosis/read-error-body";
import { readChallenge } from "@/lib/diagnosis/read-headers";
import { maskText } from "@/lib/shared/redact-json";
import { redactText } from "@/lib/shared/redact-text";
import { maskedText } from "@/lib/tokens/mask";
import { repeatedMembers } from "@/lib/tokens/repeated-members";

/** Large enough that reading it again and again takes longer than a test may, small enough that the test then ends. */
const CHARACTERS = 128 * 1024;
const filledWith = (piece: string, characters: number) => piece.repeat(Math.ceil(characters / piece.length));
const masks = { secret: "«s»", personal: "«p»" };

it.each([
  ["a kept body of beginnings of tokens", () => maskText(filledWith("eyJJJJJ-", CHARACTERS), masks)],
  ["a kept body that might be one long address", () => maskText(`${filledWith("a.", CHARACTERS)}@`, masks)],
  ["a kept body of beginnings of URLs", () => maskText(`${filledWith("a://", CHARACTERS)}@`, masks)],
  ["a drawn exchange of beginnings of tokens", () => maskedText(filledWith("eyJ0-", CHARACTERS), [])],
  ["a log line of colons behind a long scheme", () => redactText(`${filledWith("A", CHARACTERS)}://${filledWith(":", CHARACTERS)}`)],
  ["a log line of beginnings of keys", () => redactText(filledWith("-----BEGIN ", CHARACTERS))],
  ["an error page of tags that never end", () => readErrorBody([], filledWith("<TITLE\0", CHARACTERS)).excerpt],
  ["an error cut off within its text", () => readErrorBody([["content-type", "application/json"]], filledWith('{"error":"\\', CHARACTERS)).excerpt],
  ["a challenge of hyphens", () => readChallenge([["www-authenticate", `Bearer ${filledWith("-", CHARACTERS)}`]])?.scheme],
  ["a token reply of quotation marks", () => repeatedMembers(JSON.stringify({ access_token: filledWith('\\"', CHARACTERS) })).join()],
])("reads %s once", (_what, read) => {
  expect(typeof read()).toBe("string");
});
