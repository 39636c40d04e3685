import { expect, it } from "vitest";
import { eventLines } from "./event-lines";

it("sends each event as a line as soon as it is there", async () => {
  let release = () => {};
  const second = new Promise<void>((resolve) => (release = resolve));
  const response = await eventLines(new AbortController().signal, () =>
    Promise.resolve(
      (async function* () {
        yield { n: 1 };
        await second;
        yield { n: 2 };
      })(),
    ),
  );
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('{"n":1}\n');
  release();
  expect((await reader?.read())?.value).toBe('{"n":2}\n');
  expect((await reader?.read())?.done).toBe(true);
});

it("tells the work to stop when the reader goes away", async () => {
  let stopped: AbortSignal | undefined;
  const response = await eventLines(new AbortController().signal, (signal) => {
    stopped = signal;
    return Promise.resolve(
      (async function* () {
        yield 1;
        yield 2;
      })(),
    );
  });
  await response.body?.cancel();
  expect(stopped?.aborted).toBe(true);
});

it("throws what goes wrong before the first event, so that it becomes an ordinary answer", async () => {
  await expect(eventLines(new AbortController().signal, () => Promise.reject(new Error("switched off")))).rejects.toThrow("switched off");
});
