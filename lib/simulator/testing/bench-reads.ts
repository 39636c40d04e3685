/**
 * The read load of `npm run bench:simulator`: requests written to bare sockets, answers counted by their length and thrown
 * away. A client that parses and keeps what it reads would cost more than the servers, and be what is measured.
 */
import { connect, type Socket } from "node:net";

/** Where an answer ends, told from its head and what came so far. */
class AnswerEnd {
  private head = "";
  private left = 0;
  private isInBody = false;
  status = 0;

  /** Whether the answer is complete with these bytes. One answer at a time: the next request is sent after it. */
  takes(bytes: Buffer): boolean {
    let body = bytes;
    if (!this.isInBody) {
      this.head += bytes.toString("latin1");
      const end = this.head.indexOf("\r\n\r\n");
      if (end < 0) return false;
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.head.slice(0, end))?.[1];
      if (length === undefined) throw new Error("An answer without Content-Length cannot be counted");
      this.status = Number(this.head.slice(9, 12));
      this.left = Number(length) - (this.head.length - end - 4);
      this.isInBody = true;
      body = bytes.subarray(bytes.length);
    }
    this.left -= body.length;
    return this.left <= 0;
  }

  next(): void {
    this.head = "";
    this.isInBody = false;
  }
}

const READ_BYTES = 256 * 1024;

export interface BareConnection {
  /** Sends the request once and resolves with the answer's status when all of it has come. */
  read(): Promise<number>;
  /** Bytes that came so far, heads included. */
  bytes(): number;
  close(): void;
}

/** A connection that sends one and the same GET again and again. */
export async function bareConnection(url: URL, headers: Readonly<Record<string, string>>): Promise<BareConnection> {
  const lines = Object.entries({ host: url.host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const end = new AnswerEnd();
  let bytes = 0;
  let settle: { done: (status: number) => void; failed: (error: Error) => void } | undefined;
  const came = (count: number, buffer: Uint8Array): boolean => {
    bytes += count;
    try {
      if (!end.takes(Buffer.from(buffer.buffer, buffer.byteOffset, count))) return true;
      end.next();
      settle?.done(end.status);
    } catch (error) {
      settle?.failed(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  };
  const socket = await opened(url, came);
  socket.on("error", (error) => settle?.failed(error));
  return {
    read: () =>
      new Promise((done, failed) => {
        settle = { done, failed };
        socket.write(request);
      }),
    bytes: () => bytes,
    close: () => void socket.destroy(),
  };
}

function opened(url: URL, callback: (count: number, buffer: Uint8Array) => boolean): Promise<Socket> {
  return new Promise((done, failed) => {
    // One buffer for all that a connection reads.
    const onread = { buffer: Buffer.alloc(READ_BYTES), callback };
    const socket: Socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread }, () => done(socket));
    socket.once("error", failed);
  });
}
