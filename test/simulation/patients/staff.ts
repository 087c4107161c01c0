import type { PatientId } from '@beatwatch/contracts';
import { delay } from '../clock.ts';
import type { Surroundings } from '../database/simulated-database.ts';
import type { Station } from '../processes/station.ts';

interface StaffOptions extends Surroundings {
  /** Patients that people act on. */
  readonly handled: ReadonlySet<PatientId>;
  readonly station: () => Station | undefined;
  readonly untilMs: number;
}

/** People at the central station: they acknowledge and label the alarms that they see, and set thresholds. */
export async function actAsStaff({
  chance,
  nowMs,
  handled,
  station,
  untilMs,
  trace,
}: StaffOptions): Promise<void> {
  while (nowMs() < untilMs) {
    await delay(chance.ms(500, 8000));
    const page = station();
    const alarms = [...(page?.open.values() ?? [])].filter(({ patientId }) => handled.has(patientId));
    if (page === undefined || alarms.length === 0) continue;
    const { alarmId, patientId } = chance.pick(alarms);
    const [event, request] = chance.pick([
      ['acknowledge', { alarmId }],
      ['acknowledge', { alarmId }],
      ['label', { alarmId, patientId, label: chance.pick(['true', 'false']) }],
      ['setThreshold', { patientId, value: chance.whole(1, 5) }],
    ] as const);
    trace.add('staff', event, alarmId);
    page.request(event, request, () => undefined);
  }
}
