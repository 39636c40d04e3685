/** A pooler in transaction mode, as small as one can be: each transaction of a client goes to whichever session of the server is free. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

type Order = "last used first" | "in turn";

interface Session {
  socket: Socket;
  client: Socket | undefined;
  /** What has come of a message that is not whole yet. */
  rest: Buffer;
}

const AUTHENTICATED = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([90, 0, 0, 0, 5, 73]);
const READY_FOR_QUERY = 90;
const IDLE = 73;

/**
 * @param url - of a PostgreSQL on a unix socket that asks no password
 * @returns the address through the pooler
 */
export async function transactionPooler(url: string, sessions: number, order: Order): Promise<{ url: string; close(): void }> {
  const target = new URL(url);
  const path = `${decodeURIComponent(target.hostname)}/.s.PGSQL.5432`;
  const free: Session[] = [];
  const waiting: { client: Socket; data: Buffer }[] = [];
  const all: Session[] = [];

  const give = (session: Session, client: Socket, data: Buffer) => {
    session.client = client;
    session.socket.write(data);
  };
  const take = (session: Session, chunk: Buffer) => {
    session.client?.write(chunk);
    session.rest = Buffer.concat([session.rest, chunk]);
    while (session.rest.length >= 5 && session.rest.length >= 1 + session.rest.readUInt32BE(1)) {
      const isDone = session.rest[0] === READY_FOR_QUERY && session.rest[5] === IDLE;
      session.rest = session.rest.subarray(1 + session.rest.readUInt32BE(1));
      if (!isDone) continue;
      session.client = undefined;
      const next = waiting.shift();
      if (next) give(session, next.client, next.data);
      else free.push(session);
    }
  };
  const send = (client: Socket, data: Buffer) => {
    const held = all.find((session) => session.client === client);
    const session = held ?? (order === "in turn" ? free.shift() : free.pop());
    if (session) give(session, client, data);
    else waiting.push({ client, data });
  };

  for (let n = 0; n < sessions; n += 1) {
    const socket = connect(path);
    const startup = Buffer.from(`\0\0\0\0\0\x03\0\0user\0${target.username}\0database\0${target.pathname.slice(1)}\0\0`, "latin1");
    startup.writeUInt32BE(startup.length, 0);
    socket.write(startup);
    const session: Session = { socket, client: undefined, rest: Buffer.alloc(0) };
    all.push(session);
    socket.on("data", (chunk) => take(session, chunk));
  }
  const server = createServer((client) => {
    client.on("error", () => undefined);
    client.once("data", () => {
      client.write(Buffer.concat([AUTHENTICATED, READY]));
      // "X" is goodbye to the pooler, not to the session.
      client.on("data", (data) => void (data[0] === 88 ? client.end() : send(client, data)));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    for (const { socket } of all) socket.destroy();
  };
  return { url: `postgres://${target.username}@127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`, close };
}
