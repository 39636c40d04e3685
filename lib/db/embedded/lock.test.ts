import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderInUse, lockFolder } from "./lock";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dc-lock-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("the lock of a data folder", () => {
  it("refuses a second holder and names the process and the remedy", () => {
    lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(new RegExp(`process ${process.pid}.*DATA_DIR`));
  });

  it("is given back", () => {
    lockFolder(folder)();
    expect(() => lockFolder(folder)).not.toThrow();
  });

  it("is taken over thirty times from a process that was killed", async () => {
    for (let i = 0; i < 30; i++) {
      const child = spawn("sleep", ["60"]);
      const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
      writeFileSync(join(folder, "console.lock"), `${child.pid} ${stat}\n`);
      expect(() => lockFolder(folder)).toThrow(FolderInUse);
      child.kill("SIGKILL");
      await once(child, "exit");
      lockFolder(folder)();
    }
  });

  it("is taken over when its process number belongs to another process by now", () => {
    writeFileSync(join(folder, "console.lock"), `${process.pid} 1\n`);
    expect(() => lockFolder(folder)).not.toThrow();
  });

  it("is taken over when the file is damaged", () => {
    writeFileSync(join(folder, "console.lock"), "");
    expect(() => lockFolder(folder)).not.toThrow();
  });
});
