/** A mail server on a loopback socket that writes down what it is told and refuses what a test wants refused. */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";

export interface ScriptedSmtp {
  /** As in the settings. */
  url: string;
  /** Every command, in order, without the message. */
  commands: string[];
  /** Every message with its envelope. */
  mails: { from: string; to: string[]; data: string }[];
  /** Answers this command with a refusal from now on, e.g. "RCPT". */
  refuse: string | undefined;
  close(): Promise<void>;
}

export async function scriptedSmtp(): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>();
  const made: ScriptedSmtp = {
    url: "",
    commands: [],
    mails: [],
    refuse: undefined,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    converse(made, socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  made.url = `smtp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return made;
}

function converse(made: ScriptedSmtp, socket: Socket): void {
  let text = "";
  let mail: ScriptedSmtp["mails"][number] = { from: "", to: [], data: "" };
  let isData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 scripted");
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    for (;;) {
      const end = text.indexOf(isData ? "\r\n.\r\n" : "\r\n");
      if (end === -1) return;
      const part = text.slice(0, end);
      text = text.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        made.mails.push({ ...mail, data: part });
        mail = { from: "", to: [], data: "" };
        say("250 kept");
        continue;
      }
      made.commands.push(part);
      const word = part.split(" ")[0] ?? "";
      if (word === made.refuse) {
        say("550 not here");
        continue;
      }
      if (word === "MAIL") mail.from = /<(.*?)>/.exec(part)?.[1] ?? "";
      if (word === "RCPT") mail.to.push(/<(.*?)>/.exec(part)?.[1] ?? "");
      if (word === "DATA") isData = true;
      if (word === "QUIT") socket.end("221 bye\r\n");
      else say(word === "DATA" ? "354 go on" : "250 fine");
    }
  });
}
