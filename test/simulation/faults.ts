import type { SimulatedBroker } from './broker/simulated-broker.ts';
import type { Chance } from './chance.ts';
import { delay } from './clock.ts';
import type { Trace } from './trace.ts';
import type { Supervised } from './processes/supervised.ts';
import type { Service } from '@beatwatch/service-kit';
import type { Weather } from './weather.ts';

const faultKinds = [
  'crash',
  'crash at a step',
  'restart',
  'pause',
  'cut off',
  'broker away',
  'database away',
  'disk full',
  'slow database',
  'lost replies',
  'slow fetches',
  'rebalance',
  'second process',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly forMs: number;
}

/** What faults do their work on. */
export interface FaultTargets {
  readonly chance: Chance;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly broker: SimulatedBroker;
  readonly processes: () => readonly Supervised<Service>[];
  /** Starts one more process of ingest or the scorer, and ends it again. */
  readonly addProcess: (forMs: number) => Promise<void>;
}

const longestMs: Readonly<Record<FaultKind, number>> = {
  crash: 1,
  'crash at a step': 1,
  restart: 1,
  pause: 10_000,
  'cut off': 10_000,
  'broker away': 12_000,
  'database away': 12_000,
  'disk full': 10_000,
  'slow database': 15_000,
  'lost replies': 20_000,
  'slow fetches': 15_000,
  rebalance: 1,
  'second process': 25_000,
};

/** Draws the faults of a seed, in order of time. */
export function drawFaults(chance: Chance, fromMs: number, toMs: number): readonly Fault[] {
  const number = chance.whole(3, 10);
  return Array.from({ length: number }, (): Fault => {
    const kind = chance.pick(faultKinds);
    const atMs = chance.ms(fromMs, toMs);
    const most = Math.min(longestMs[kind], toMs - atMs);
    return { kind, atMs, forMs: chance.ms(Math.min(500, most), most + 1) };
  }).sort((one, other) => one.atMs - other.atMs);
}

/** Does what the fault says, and undoes it. */
export async function inject({ kind, forMs }: Fault, targets: FaultTargets): Promise<void> {
  const { chance, weather, trace, broker } = targets;
  const someone = () => chance.pick(targets.processes());
  trace.add('fault', kind, forMs);
  /** Two faults of one kind may overlap: the later one ends both. */
  const during = async (change: Partial<Weather>, back: Partial<Weather>): Promise<void> => {
    Object.assign(weather, change);
    await delay(forMs);
    Object.assign(weather, back);
  };
  switch (kind) {
    case 'crash':
      someone().host?.die();
      return;
    case 'crash at a step':
      someone().host?.dieAfter(chance.whole(0, 30));
      return;
    case 'restart':
      someone().restart();
      return;
    case 'pause':
      someone().host?.pause(forMs);
      return;
    case 'cut off':
      someone().host?.cutOff(forMs);
      return;
    case 'broker away':
      return during({ isBrokerDown: true }, { isBrokerDown: false });
    case 'database away':
      return during({ isDatabaseDown: true }, { isDatabaseDown: false });
    case 'disk full':
      return during({ isDiskFull: true }, { isDiskFull: false });
    case 'slow database':
      return during({ statementMs: chance.ms(200, 3000) }, { statementMs: 8 });
    case 'lost replies':
      return during(
        { failsBefore: chance.next() * 0.2, failsAfter: chance.next() * 0.3 },
        { failsBefore: 0, failsAfter: 0 },
      );
    case 'slow fetches':
      return during({ fetchMs: chance.ms(200, 3000) }, { fetchMs: 20 });
    case 'rebalance':
      broker.rebalance(chance.pick(['ingest', 'scorer']));
      return;
    case 'second process':
      return targets.addProcess(forMs);
  }
}
