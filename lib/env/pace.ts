/** How much, how long, how loud. */
import { z } from "zod";
import { DEFAULT_4XX_PER_MINUTE, DEFAULT_REQUESTS_PER_MINUTE } from "@/lib/fair-use/model";
import { LOG_LEVELS, SettingsError, type LogLevel, type Settings, type Text } from "./model";

/** One look of kubernetes.yaml's readiness probe, and a second. */
const REPLICA_DRAIN_SECONDS = 4;
const LONGEST_DRAIN_SECONDS = 30;
/** Calls under way of one workspace in one process; a fifth of what may go to one address at a time (lib/upstream/lanes.ts). */
const DEFAULT_SENDS_PER_WORKSPACE = 100;

export function parsePace(text: Text): Pick<Settings, "fairUse" | "sendsPerWorkspace"> {
  return {
    fairUse: {
      requestsPerMinute: parseCount("FAIR_USE_REQUESTS_PER_MINUTE", text, DEFAULT_REQUESTS_PER_MINUTE, 1_000_000),
      refusalsPerMinute: parseCount("FAIR_USE_4XX_PER_MINUTE", text, DEFAULT_4XX_PER_MINUTE, 1_000_000),
    },
    sendsPerWorkspace: parseCount("SENDS_PER_WORKSPACE", text, DEFAULT_SENDS_PER_WORKSPACE, 400),
  };
}

/** On somebody's own machine a line for each request would bury what the terminal is there for. */
export function parseLogLevel(value: string | undefined, isReplica: boolean): LogLevel {
  if (value === undefined) return isReplica ? "info" : "warn";
  const level = LOG_LEVELS.find((one) => one === value);
  if (!level) throw new SettingsError("LOG_LEVEL", `must be one of ${LOG_LEVELS.join(", ")}`);
  return level;
}

/** Of several replicas one can be left out; alone there is nobody to notice. */
export function parseDrainSeconds(value: string | undefined, isReplica: boolean): number {
  if (value === undefined) return isReplica ? REPLICA_DRAIN_SECONDS : 0;
  const seconds = z.coerce.number().int().min(0).max(LONGEST_DRAIN_SECONDS).safeParse(value);
  if (!seconds.success) throw new SettingsError("DRAIN_SECONDS", `must be a whole number from 0 to ${LONGEST_DRAIN_SECONDS}`);
  return seconds.data;
}

function parseCount(name: string, text: Text, otherwise: number, most: number): number {
  const value = text(name);
  if (value === undefined) return otherwise;
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < 1 || count > most) throw new SettingsError(name, `must be a whole number from 1 to ${most}`);
  return count;
}
