import { expect, it } from "vitest";
import { answerText, readAnswer } from "./answer-text";

it.each([
  ["422", { status: 422 }],
  ["INVALID_PROMOCODE", { errorCode: "INVALID_PROMOCODE" }],
  ["422 INVALID_PROMOCODE", { status: 422, errorCode: "INVALID_PROMOCODE" }],
  ["reset", { failure: "reset" }],
  ["400 Bad Request", { status: 400, errorCode: "Bad Request" }],
  ["1234", { errorCode: "1234" }],
  ["", {}],
])("%j names one answer and reads as it was typed", (text, answer) => {
  expect(readAnswer(`  ${text} `)).toEqual({ status: undefined, errorCode: undefined, failure: undefined, ...answer });
  expect(answerText(readAnswer(text))).toBe(text);
});
