import type { AlarmEvidence, AlarmKind, AlarmPriority } from '@beatwatch/contracts';
import {
  initialMonitorState,
  monitorStateVersion,
  type KnownBeat,
  type MonitorState,
  type OpenAlarm,
} from './state.ts';

/**
 * The state that a checkpoint holds, converted where an earlier version stored it.
 * @returns the initial state where the version is unknown
 */
export function restoreMonitorState(stored: unknown): MonitorState {
  switch (versionOf(stored)) {
    case monitorStateVersion:
      return stored as MonitorState;
    case 3:
      return fromVersion3(stored as MonitorState3);
    case 2:
      return fromVersion3(fromVersion2(stored as MonitorState2));
    default:
      return initialMonitorState;
  }
}

const versionOf = (stored: unknown): unknown =>
  typeof stored === 'object' && stored !== null && 'version' in stored ? stored.version : undefined;

/** Version 3 gave ventricular runs and anomaly bursts higher priorities. */
type MonitorState3 = Omit<MonitorState, 'version'> & { readonly version: 3 };

/** What is open stays open. A run that is open or latched with high priority has to be seen still: only bursts get their new one. */
const fromVersion3 = ({ open, closed, ...same }: MonitorState3): MonitorState => ({
  ...same,
  version: monitorStateVersion,
  open: withPriorities(open, { 'anomaly-burst': 'low' }),
  closed: withPriorities(closed, { 'anomaly-burst': 'low', 'ventricular-run': 'medium' }),
});

const withPriorities = (
  alarms: MonitorState['open'],
  priorities: Readonly<Partial<Record<AlarmKind, AlarmPriority>>>,
): MonitorState['open'] =>
  Object.fromEntries(
    Object.entries(alarms).map(([kind, { event, ...same }]) => {
      const priority = priorities[event.kind] ?? event.priority;
      return [kind, { ...same, event: { ...event, priority } }];
    }),
  );

/** Version 2 has other names for the anomaly score, the clear threshold and the lack of data. */
interface MonitorState2 extends Omit<
  MonitorState3,
  'version' | 'waiting' | 'beats' | 'noDataUntilUs' | 'open' | 'closed'
> {
  readonly version: 2;
  readonly waiting: readonly KnownBeat2[];
  readonly beats: readonly KnownBeat2[];
  readonly silentUntilUs: number;
  readonly open: Readonly<Record<string, OpenAlarm2>>;
  readonly closed: Readonly<Record<string, OpenAlarm2>>;
}

type KnownBeat2 = Omit<KnownBeat, 'anomalyScore' | 'clear'> & {
  readonly loss: number;
  readonly calm: boolean;
};

type OpenAlarm2 = Omit<OpenAlarm, 'event'> & {
  readonly event: Omit<OpenAlarm['event'], 'evidence'> & {
    readonly evidence: Omit<AlarmEvidence, 'anomalyScores'> & { readonly losses: readonly number[] };
  };
};

function fromVersion2({
  waiting,
  beats,
  silentUntilUs,
  open,
  closed,
  ...same
}: MonitorState2): MonitorState3 {
  return {
    ...same,
    version: 3,
    waiting: waiting.map(beatFrom),
    beats: beats.map(beatFrom),
    noDataUntilUs: silentUntilUs,
    open: alarmsFrom(open),
    closed: alarmsFrom(closed),
  };
}

const beatFrom = ({ loss, calm, ...same }: KnownBeat2): KnownBeat => ({
  ...same,
  anomalyScore: loss,
  clear: calm,
});

const alarmsFrom = (alarms: Readonly<Record<string, OpenAlarm2>>): MonitorState['open'] =>
  Object.fromEntries(
    Object.entries(alarms).map(([kind, { event, ...same }]) => {
      const { losses, ...evidence } = event.evidence;
      return [kind, { ...same, event: { ...event, evidence: { ...evidence, anomalyScores: losses } } }];
    }),
  );
