import { patientId, type AlarmLimits, type PatientId } from '@beatwatch/contracts';
import { PatientMonitor } from '@beatwatch/patient-monitor';
import { createLogger } from '@beatwatch/service-kit';
import { expect, it } from 'vitest';
import { LimitsInForce } from './patient-limits.ts';

const ada = patientId('ada');
const profile = { profileId: 7, limits: { asystoleMs: 5000 }, latching: {} };

/** A database that answers when it is told to. */
function slowDatabase() {
  const asked: ((stored: ReadonlyMap<PatientId, AlarmLimits>) => void)[] = [];
  const limits = new LimitsInForce(
    {
      own: () => new Promise((resolve) => asked.push(resolve)),
      profilesInForce: () => Promise.resolve(new Map([[ada, profile]])),
      apply: () => Promise.resolve(),
    },
    createLogger('scorer', 'silent'),
  );
  return { limits, asked };
}

const stored = (pauseMs: number) => new Map([[ada, { pauseMs }]]);
const set = (pauseMs: number) =>
  ({ action: 'set-limits', patientId: ada, actor: 'Nurse K.', timeUs: 0, limits: { pauseMs } }) as const;

function ofNewMonitor(limits: LimitsInForce) {
  const monitor = new PatientMonitor({ beats: { judging: [] } as never }, ada);
  limits.begin(ada, monitor);
  return monitor.limits;
}

it('keeps limits that came from the log while older ones were being read for another partition', async () => {
  const { limits, asked } = slowDatabase();
  const first = limits.read(0);
  asked[0]!(new Map());
  await first;
  const second = limits.read(1);
  limits.note(set(2500), 0);
  asked[1]!(stored(1800));
  await second;
  await limits.refresh();
  expect(ofNewMonitor(limits)).toEqual({ own: { pauseMs: 2500 }, profile });
});

it('takes those that another process stored when a partition comes back', async () => {
  const { limits, asked } = slowDatabase();
  limits.note(set(2500), 0);
  const back = limits.read(0);
  asked[0]!(stored(2900));
  await back;
  expect(ofNewMonitor(limits)).toEqual({ own: { pauseMs: 2900 }, profile });
});

it('passes over an older read that comes after a newer one', async () => {
  const { limits, asked } = slowDatabase();
  const reads = [limits.read(0), limits.read(1)];
  asked[1]!(stored(2900));
  await reads[1];
  asked[0]!(stored(1800));
  await reads[0];
  expect(ofNewMonitor(limits)).toEqual({ own: { pauseMs: 2900 }, profile });
});
