import { finding, type Finding } from "./finding";

const MIB = 1024 * 1024;
const OLDEST_NODE = [20, 19] as const;

/** @param version - as `process.versions.node` has it */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return finding("Node.js", version, [isOld, "wrong", `${version} is too old; install 20.19 or newer`]);
}

/** @param bytes - what this machine, or this container, has */
export function checkMemory(bytes: number): Finding {
  const said = `${Math.round(bytes / MIB)} MiB`;
  return finding("memory", said, [bytes < 384 * MIB, "wrong", `${said} is too little; give it 384 MiB, better 1 GiB`], [bytes < 768 * MIB, "warning", `${said} is little; 1 GiB is comfortable`]);
}

/** @param bytes - free for an ordinary user where the data is */
export function checkDisk(bytes: number): Finding {
  const said = `${Math.round(bytes / MIB)} MiB free`;
  return finding("disk", said, [bytes < 128 * MIB, "wrong", `${said}; PostgreSQL stops when there is none, so make room`], [bytes < 1024 * MIB, "warning", `${said}; make room soon`]);
}

export interface FolderFacts {
  exists: boolean;
  writable: boolean;
  /** Of secrets.json; undefined when there is none. */
  secretsMode: number | undefined;
  /** The process that has the folder now. */
  heldBy: number | undefined;
}

/** The data folder: whether it can be used, by whom it is used, and who may read its keys. */
export function checkFolder(folder: string, { exists, writable, secretsMode, heldBy }: FolderFacts): Finding[] {
  if (!exists) return [finding("data folder", "", [true, "warning", `${folder} is not there yet; the first start makes it`])];
  return [
    finding("data folder", folder, [!writable, "wrong", `this user may not write in ${folder}; change its owner, or start as that user`]),
    finding("keys of the folder", "only this user can read them", [((secretsMode ?? 0) & 0o077) !== 0, "wrong", `others can read them; run: chmod 600 ${folder}/secrets.json`]),
    finding("lock", "nobody uses the folder", [heldBy !== undefined, "warning", `process ${heldBy} uses the folder; stop it to have the embedded database looked at`]),
  ];
}
