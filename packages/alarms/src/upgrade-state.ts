import type { AlarmEvidence, AlarmKind, AlarmPriority } from '@beatwatch/contracts';
import {
  initialLeadState,
  initialMonitorState,
  monitorStateVersion,
  type LeadBeat,
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

/** Version 3 knew one lead, and gave ventricular runs and anomaly bursts higher priorities. */
interface MonitorState3 extends Pick<
  MonitorState,
  'newestUs' | 'lead' | 'seconds' | 'noDataUntilUs' | 'open' | 'closed'
> {
  readonly version: 3;
  readonly lastBeatTimeUs: number;
  readonly lastSecondEndUs: number;
  readonly waiting: readonly LeadBeat[];
  readonly beats: readonly LeadBeat[];
  readonly lastPeakUs: number;
  readonly pauseCut: boolean;
  readonly usableSinceUs: number;
}

/** What is open stays open. A run that is open or latched with high priority has to be seen still: only bursts get their new one. */
function fromVersion3(stored: MonitorState3): MonitorState {
  const { newestUs, seconds, noDataUntilUs, open, closed, waiting, beats, ...ofLead } = stored;
  const { lead, lastSecondEndUs, lastBeatTimeUs, lastPeakUs, pauseCut, usableSinceUs } = ofLead;
  const last = beats.at(-1)?.timeUs ?? 0;
  const leadState = {
    ...initialLeadState,
    ...{ newestUs: lastSecondEndUs, lastBeatTimeUs, lastPeakUs, pauseCut, usableSinceUs, seconds },
  };
  return {
    ...initialMonitorState,
    newestUs,
    noDataUntilUs,
    seconds,
    decidedUs: lastSecondEndUs,
    promptUs: waiting.at(-1)?.timeUs ?? last,
    ...(lead === undefined ? {} : { lead, leads: { [lead]: leadState } }),
    waiting: waiting.map((beat) => ({
      timeUs: beat.timeUs,
      endTimeUs: beat.endTimeUs,
      votes: [{ lead: lead ?? '', beat }],
    })),
    beats: beats.map((beat) => ({ ...beat, ventricularLeads: beat.ventricular ? 1 : 0 })),
    beatsSinceUs: beats[0]?.timeUs ?? 0,
    poor: isOngoing(open['poor-signal']) || isOngoing(open['lead-off']),
    open: withPriorities(open, { 'anomaly-burst': 'low' }),
    closed: withPriorities(closed, { 'anomaly-burst': 'low', 'ventricular-run': 'medium' }),
  };
}

const isOngoing = (alarm: OpenAlarm | undefined): boolean =>
  alarm?.event.state === 'active' || alarm?.event.state === 'acknowledged';

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
  readonly waiting: readonly LeadBeat2[];
  readonly beats: readonly LeadBeat2[];
  readonly silentUntilUs: number;
  readonly open: Readonly<Record<string, OpenAlarm2>>;
  readonly closed: Readonly<Record<string, OpenAlarm2>>;
}

type LeadBeat2 = Omit<LeadBeat, 'anomalyScore' | 'clear'> & {
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

const beatFrom = ({ loss, calm, ...same }: LeadBeat2): LeadBeat => ({
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
