import type { AlarmEvidence } from '@beatwatch/contracts';
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
    case 2:
      return fromVersion2(stored as MonitorState2);
    default:
      return initialMonitorState;
  }
}

const versionOf = (stored: unknown): unknown =>
  typeof stored === 'object' && stored !== null && 'version' in stored ? stored.version : undefined;

/** Version 2 has other names for the anomaly score, the clear threshold and the lack of data. */
interface MonitorState2 extends Omit<
  MonitorState,
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

function fromVersion2({ waiting, beats, silentUntilUs, open, closed, ...same }: MonitorState2): MonitorState {
  return {
    ...same,
    version: monitorStateVersion,
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
