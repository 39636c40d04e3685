import type { TimelineView } from "@/lib/tokens/schema";
import { countWords, STATES } from "./words";

const WIDTH = 1_000;
const HEIGHT = 22;

const BAR: Record<string, string> = {
  live: "fill-info-soft stroke-accent",
  expired: "fill-hover stroke-edge",
  forgotten: "fill-hover stroke-edge",
  refused: "fill-bad-soft stroke-bad",
  changed: "fill-warn-soft stroke-warn",
};

interface TimelineRowProps {
  bar: TimelineView["bars"][number];
  view: TimelineView;
  onOpen: () => void;
}

/** One token as a bar over its life, with a tick for every step of time in which calls used it. */
export function TimelineRow({ bar: { token, ticks }, view, onOpen }: TimelineRowProps) {
  const fromMs = Date.parse(view.from);
  const perMs = WIDTH / (Date.parse(view.to) - fromMs);
  const at = (time: string) => Math.min(WIDTH, Math.max(0, (Date.parse(time) - fromMs) * perMs));
  const start = at(token.issuedAt);
  const end = Math.max(start + 2, at(token.retiredAt ?? token.expiresAt));
  const most = Math.max(1, ...ticks.map(({ calls }) => calls));
  const words = `Token ${token.fingerprint}, ${STATES[token.state].word}, served ${countWords(token.callsServed, "call")}. Inspect it.`;
  return (
    <button
      type="button"
      onClick={onOpen}
      title={words}
      className="grid w-full grid-cols-[6.5rem_minmax(0,1fr)_4.5rem] items-center gap-3 rounded px-1 py-1 text-left text-xs hover:bg-hover"
    >
      <code className="truncate">{token.fingerprint}</code>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-6 w-full" role="img" aria-label={words}>
        <rect x={start} y={3} width={end - start} height={HEIGHT - 6} className={BAR[token.state]} vectorEffect="non-scaling-stroke" />
        {ticks.map(({ at: time, calls }) => {
          // Many calls in one step make a taller tick, never so tall that one call cannot be seen.
          const height = 6 + (HEIGHT - 10) * (Math.log1p(calls) / Math.log1p(most));
          return <rect key={time} x={at(time)} y={(HEIGHT - height) / 2} width={2.5} height={height} className="fill-accent" />;
        })}
      </svg>
      <span className="text-right text-muted">{countWords(token.callsServed, "call")}</span>
    </button>
  );
}
