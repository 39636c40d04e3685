/** A line between a test and its PostgreSQL that can be cut, and mended. */
import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";

export interface DatabaseLine {
  /** The same database over this line. */
  url: string;
  /** Breaks what is open; who comes is turned away. */
  cut(): void;
  /** Breaks what is open; who comes is let in and never hears a word, as behind a firewall that drops. */
  swallow(): void;
  mend(): void;
  close(): Promise<void>;
}

const SOCKET_NAME = ".s.PGSQL.5432";

/** @param url - of a PostgreSQL on a unix socket, as the test run's own is */
export async function databaseLine(url: string): Promise<DatabaseLine> {
  const [, user = "", folder = "", database = ""] = /^postgres:\/\/(\w+)@([^/]+)\/(\w+)$/.exec(url) ?? [];
  const path = join(decodeURIComponent(folder), SOCKET_NAME);
  const open = new Set<Socket>();
  let state: "good" | "cut" | "swallowing" = "good";
  const server = net.createServer((near) => {
    if (state === "cut") return void near.resetAndDestroy();
    open.add(near);
    near.on("error", () => near.destroy()).on("close", () => open.delete(near));
    if (state === "swallowing") return;
    const far = net.connect(path);
    far.on("error", () => near.destroy()).on("close", () => near.destroy());
    near.on("close", () => far.destroy());
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const breakAll = () => open.forEach((socket) => socket.resetAndDestroy());
  const become = (next: typeof state) => {
    state = next;
    breakAll();
  };
  return {
    url: `postgres://${user}@127.0.0.1:${(server.address() as AddressInfo).port}/${database}`,
    cut: () => become("cut"),
    swallow: () => become("swallowing"),
    mend: () => become("good"),
    close: async () => {
      breakAll();
      server.close();
      await once(server, "close");
    },
  };
}
