import { createSeededRandom } from '@beatwatch/statistics';

export const parts = ['ingest', 'scorer', 'gateway', 'dashboard', 'database', 'broker'] as const;
export type PartName = (typeof parts)[number];

/** What can go wrong, each with what it takes. */
export type Fault =
  /** SIGKILL. */
  | { readonly kind: 'kill'; readonly part: PartName }
  /** SIGSTOP, then SIGCONT: the process hangs. */
  | { readonly kind: 'hang'; readonly part: PartName; readonly seconds: number }
  /** Every connection to the part is aborted, again and again. Root only. */
  | { readonly kind: 'cut'; readonly part: 'database' | 'broker'; readonly seconds: number }
  /** The database gets a fifth of the time. */
  | { readonly kind: 'slow'; readonly part: 'database'; readonly seconds: number }
  /** Not a byte is free in the data folder. Root only: it lies on a file system of its own. */
  | { readonly kind: 'full-disk'; readonly part: 'data folder'; readonly seconds: number }
  /** Bytes that mean nothing, on every topic that is read and on the HTTP ports. */
  | { readonly kind: 'junk'; readonly part: 'topics and HTTP' }
  /** Packets of unknown patients by HTTP, and sockets that ask again and again. */
  | { readonly kind: 'flood'; readonly part: 'HTTP and sockets'; readonly seconds: number };

export interface Planned {
  /** After the quiet time at the start. */
  readonly atSeconds: number;
  readonly fault: Fault;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Kinds of faults that this machine can make, or that are wanted. */
  readonly kinds: ReadonlySet<Fault['kind']>;
  /** Parts that may be killed and hang. */
  readonly parts: readonly PartName[];
}

/** Between two faults: the last one is over, and patients are judged again. */
const pauseSeconds = { from: 12, to: 25 };

/**
 * Faults at random times, the same ones for the same seed and options. Every fault comes once before any comes again.
 */
export function planFaults(options: ScheduleOptions): readonly Planned[] {
  const random = createSeededRandom(options.seed);
  const between = (from: number, to: number): number => random.uniform(from, to);
  const planned: Planned[] = [];
  let deck: (() => Fault)[] = [];
  let atSeconds = 0;
  for (;;) {
    atSeconds += between(pauseSeconds.from, pauseSeconds.to);
    if (deck.length === 0) {
      const faults = faultsOf(options, between);
      deck = [...random.permutation(faults.length)].flatMap((index) => faults[index] ?? []);
    }
    const fault = deck.pop()?.();
    if (fault === undefined || atSeconds > options.seconds - pauseSeconds.to) return planned;
    planned.push({ atSeconds, fault });
    if ('seconds' in fault) atSeconds += fault.seconds;
  }
}

function faultsOf(
  { kinds, parts: targets }: ScheduleOptions,
  between: (from: number, to: number) => number,
): (() => Fault)[] {
  const tenths = (from: number, to: number): number => Math.round(10 * between(from, to)) / 10;
  const all: (() => Fault)[] = [
    ...targets.flatMap((part): (() => Fault)[] => [
      () => ({ kind: 'kill', part }),
      () => ({ kind: 'hang', part, seconds: tenths(2, 12) }),
    ]),
    () => ({ kind: 'cut', part: 'database', seconds: tenths(0.5, 5) }),
    () => ({ kind: 'cut', part: 'broker', seconds: tenths(0.5, 5) }),
    () => ({ kind: 'slow', part: 'database', seconds: tenths(5, 15) }),
    () => ({ kind: 'full-disk', part: 'data folder', seconds: tenths(5, 12) }),
    () => ({ kind: 'junk', part: 'topics and HTTP' }),
    () => ({ kind: 'flood', part: 'HTTP and sockets', seconds: tenths(3, 8) }),
  ];
  return all.filter((make) => kinds.has(make().kind));
}

export function describeFault(fault: Fault): string {
  const duration = 'seconds' in fault ? ` for ${fault.seconds.toFixed(1)} s` : '';
  return `${fault.kind} ${fault.part}${duration}`;
}
