import { alarmKinds, alarmPriorities, type AlarmEvent } from '@beatwatch/contracts';
import { alarmName } from '../../../apps/dashboard/src/format/alarm-format.ts';
import { formatStatus } from '../../../apps/dashboard/src/format/status-format.ts';
import { formatStay } from '../../../apps/dashboard/src/format/stay-format.ts';
import type { Status } from '../../../apps/dashboard/src/live/status.ts';
import { english } from '../../../apps/dashboard/src/texts/english/english.ts';
import { german } from '../../../apps/dashboard/src/texts/german/german.ts';

const languages = [english, german];
const timeUs = Date.UTC(2026, 11, 24, 23, 58, 48) * 1000;

const alarms = alarmKinds.flatMap((kind) =>
  alarmPriorities.flatMap((priority) =>
    [{}, { escalated: true }].map((more) => ({ kind, priority, state: 'active', ...more }) as AlarmEvent),
  ),
);

const states: readonly Status[] = [
  ...alarms.flatMap((alarm) =>
    (['alarm', 'latched', 'acknowledged', 'technical'] as const).map((kind): Status => ({ kind, alarm })),
  ),
  { kind: 'no-data', seconds: 3599 },
  { kind: 'no-data', seconds: 3599, absence: { kind: 'out-of-range', sinceMs: timeUs / 1000 } },
  { kind: 'no-data', seconds: 3599, absence: { kind: 'not-worn', sinceMs: timeUs / 1000 } },
  { kind: 'not-judged', sinceMs: timeUs / 1000 },
  { kind: 'cut-off' },
  { kind: 'not-scored' },
  { kind: 'learning' },
  { kind: 'waiting' },
  { kind: 'no-alarm' },
  { kind: 'no-alarm', quiet: { kind: 'unclear' } },
  { kind: 'no-alarm', quiet: { kind: 'battery', percent: 10 } },
  { kind: 'no-alarm', quiet: { kind: 'ectopic', beats: 20, of: 20 } },
  { kind: 'no-alarm', quiet: { kind: 'anomalous', beats: 20, of: 20 } },
];

const once = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** All that a tile may say of a patient's state, in both languages. */
export const stateTexts = once(
  languages.flatMap((t) => [
    ...states.map((status) => formatStatus(t, status)),
    formatStay(t, { standbyUntilUs: timeUs }),
  ]),
);

/** The names of alarms, in both languages. */
export const alarmNames = once(languages.flatMap((t) => alarms.map((alarm) => alarmName(t, alarm))));
