/** Where a page of runs ends, as text that a browser can give back. It is no secret and grants nothing. */

export interface RunPosition {
  startedAt: Date;
  id: string;
}

export function writeCursor({ startedAt, id }: RunPosition): string {
  return `${startedAt.getTime().toString(36)}.${id}`;
}

/** @returns undefined for anything that `writeCursor` did not write */
export function readCursor(text: string): RunPosition | undefined {
  const [, time, id] = /^([0-9a-z]{1,10})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (time === undefined || id === undefined) return undefined;
  const startedAt = new Date(Number.parseInt(time, 36));
  return Number.isNaN(startedAt.getTime()) ? undefined : { startedAt, id };
}
