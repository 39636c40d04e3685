/** The second wall between workspaces: each connection tells PostgreSQL for whom it works before anything is asked over it. */
import "server-only";
import type pg from "pg";
import { processSlot } from "@/lib/shared/process-slot";
import { forbidSecondConnection } from "./nested";
import { takeShare } from "./share";

/** For every workspace. No workspace is called so: they are UUIDs. */
export const EVERYWHERE = "*";
/** For none. */
export const NOWHERE = "";

/** For whom each connection works at present, as far as this process told it; nothing while that is being changed. */
const worksFor = processSlot<WeakMap<pg.PoolClient, string>>("pg-works-for");

type Taken = (error: Error | undefined, client?: pg.PoolClient, release?: pg.PoolClient["release"]) => void;

/**
 * The pool, but each connection that is taken from it works for this workspace, for all (`EVERYWHERE`) or for none (`NOWHERE`).
 *
 * It is said before the connection is handed out and outside any transaction, so that no rollback can take it back; a connection that
 * works for it already is not told again. One workspace holds only its share of them. `query` and transactions take their connections through `connect`, so there is no way past.
 */
export function walled(connections: pg.Pool, workspace: string): pg.Pool {
  const isOne = workspace !== EVERYWHERE && workspace !== NOWHERE;
  const take = async (): Promise<pg.PoolClient> => {
    forbidSecondConnection();
    const giveOn = isOne ? await takeShare(workspace) : () => undefined;
    try {
      prefer(connections, workspace);
      return await setTo(givesOn(await connections.connect(), giveOn), workspace);
    } catch (error) {
      giveOn();
      throw error;
    }
  };
  const connect = (taken?: Taken): Promise<pg.PoolClient> | undefined => {
    if (!taken) return take();
    take().then(
      (client) => taken(undefined, client, client.release.bind(client)),
      (error: unknown) => taken(error instanceof Error ? error : new Error(String(error))),
    );
    return undefined;
  };
  return new Proxy(connections, {
    get: (target, name, receiver): unknown => (name === "connect" ? connect : Reflect.get(target, name, receiver)),
  });
}

/** The pool gives a connection its `release` anew each time it is handed out. */
function givesOn(client: pg.PoolClient, giveOn: () => void): pg.PoolClient {
  const release = client.release.bind(client);
  client.release = (broken) => {
    release(broken);
    giveOn();
  };
  return client;
}

/** What the pool keeps of connections that nobody holds; the last is handed out first. Not part of its published face. */
interface Idle {
  _idle?: { client: pg.PoolClient }[];
}

/**
 * Puts a connection that works for this workspace already where the pool takes the next one from, else the one that nobody has used for
 * longest: telling one costs a round trip, and one call asks for its person, its workspace and the meter in turns. Only a preference;
 * setTo looks at what was really handed out.
 */
function prefer(connections: pg.Pool & Idle, workspace: string): void {
  const known = worksFor.get();
  const idle = connections._idle;
  if (!known || !idle) return;
  const at = idle.findLastIndex(({ client }) => known.get(client) === workspace);
  idle.push(...idle.splice(Math.max(at, 0), 1));
}

async function setTo(client: pg.PoolClient, workspace: string): Promise<pg.PoolClient> {
  const known = worksFor.getOrMake(() => new WeakMap());
  if (known.get(client) === workspace) return client;
  known.delete(client);
  try {
    await client.query({ name: "enter_workspace", text: "select set_config('console.workspace', $1, false)" }, [workspace]);
  } catch (error) {
    client.release(true);
    throw error;
  }
  known.set(client, workspace);
  return client;
}
