import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** One answer as it went to the browser, uncompressed. */
export interface TappedAnswer {
  method: string;
  path: string;
  status: number;
  /** What the browser sent with its request. */
  asked: http.IncomingHttpHeaders;
  /** Names and values as sent, one header a line. */
  headerText: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface Wiretap {
  origin: string;
  answers: readonly TappedAnswer[];
  close(): Promise<void>;
}

/**
 * A relay between the browser and the console that keeps every byte of every answer. A browser
 * forgets bodies when it navigates; a relay does not. It asks for uncompressed answers, so that
 * what is searched is what was meant.
 */
export async function openWiretap(consolePort: number): Promise<Wiretap> {
  const answers: TappedAnswer[] = [];
  const server = http.createServer((request, response) => {
    const { "accept-encoding": _dropped, ...headers } = request.headers;
    const onward = http.request({ host: "127.0.0.1", port: consolePort, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      // Also what was cut off in the middle has been received.
      answer.on("close", () => {
        answers.push({
          method: request.method ?? "",
          path: request.url ?? "",
          status: answer.statusCode ?? 0,
          asked: request.headers,
          headerText: answer.rawHeaders.reduce((text, part, index) => text + part + (index % 2 === 0 ? ": " : "\n"), ""),
          headers: answer.headers,
          body: Buffer.concat(chunks),
        });
      });
      answer.on("error", () => response.destroy());
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
