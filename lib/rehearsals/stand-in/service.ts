/**
 * A server that exists for one rehearsal, listens on this machine only, and behaves as no honest
 * server would. It never sees a secret and is gone when the rehearsal is over.
 */
import "server-only";
import net from "node:net";
import type { StandIn } from "../model";

export interface OpenStandIn {
  port: number;
  close(): Promise<void>;
}

/** Starts a stand-in on a free port of the loopback address. */
export async function openStandIn(standIn: StandIn): Promise<OpenStandIn> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // The other side goes when it has had enough; that is no failure here.
    socket.on("error", () => socket.destroy());
    socket.once("data", () => behave(standIn, socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  if (standIn.does === "refuse") await close();
  return { port, close };
}

function behave(standIn: StandIn, socket: net.Socket): void {
  if (standIn.does === "answer") socket.end(standIn.bytes);
  if (standIn.does === "speak plainly") socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
}
