import { expect, it } from "vitest";
import { passwordProblem } from "./password-rule";

it.each([
  ["eleven chars", "correcthors"],
  ["twelve times one character", "aaaaaaaaaaaa"],
  ["a few characters repeated", "abababababab"],
  ["the alphabet", "abcdefghijkl"],
  ["digits in a row", "123456789012"],
  ["digits backwards", "210987654321"],
  ["a row of keys", "qwertyuiop12"],
  ["the word itself", "password1234"],
  ["the word in disguise", "P@ssw0rd2026!"],
  ["two such words", "welcomeadmin"],
  ["the product", "Prioticket2026!"],
  ["a declaration", "iloveyou2026"],
  ["257 characters", "xy7!q".repeat(52)],
])("refuses %s", (_case, password) => {
  expect(passwordProblem(password)).toMatch(/\.$/);
});

it.each(["correct horse battery staple", "vr9Kq-2mzTw7", "Füße im Sand am Abend", "密码不应该是常见的词语对吧", "98217 34 5561 0932 7"])("accepts %j", (password) => {
  expect(passwordProblem(password)).toBeUndefined();
});

it("refuses the person's own name and address, and accepts the same text from somebody else", () => {
  expect(passwordProblem("adalovelace1815", ["Ada Lovelace", "ada@analytical.example"])).toBeDefined();
  expect(passwordProblem("adalovelace1815", ["Grace Hopper"])).toBeUndefined();
});
