import {
  decodeObservation,
  observedIn,
  topics,
  type AlarmEvent,
  type Beat,
  type PatientId,
  type SignalSecond,
} from '@beatwatch/contracts';
import type { Ended } from './ended.ts';
import { faultyMs } from './windows.ts';

const afterMs = 10_000;
/** How far the scorer's clock may be behind the arrival of the data. */
const slackMs = 2500;
/** Time from the end of a pause in which what waited for it is stored. */
const pausedTickMs = 500;

/** No data is reported where none come, and only there. */
export function noDataProblems(ended: Ended): string[] {
  const { site, patients, endMs } = ended;
  const events = [...site.database.tables.alarmEvents.rows.values()].filter(
    ({ row }) => row.kind === 'no-data',
  );
  return patients.flatMap(({ patientId }) => {
    const arrivals = arrivalsOf(ended, patientId);
    const of = events.filter(({ row }) => row.patientId === patientId);
    const isOpen = site.database.tables
      .openAlarms()
      .some(({ kind, patientId: id }) => kind === 'no-data' && id === patientId);
    const last = arrivals.at(-1);
    const isDue = last !== undefined && endMs - last > afterMs + 8000;
    return [
      ...(isDue && !isOpen ? [`${patientId} sends nothing any more, and no alarm is open`] : []),
      ...of
        .filter(
          ({ row, storedAtMs }) =>
            isRaised(row) && isUnended(ended, arrivals, storedAtMs) && !isOfPause(ended, storedAtMs),
        )
        .filter(
          ({ row: { alarmId, changeNumber } }) =>
            !of.some(
              ({ row }) =>
                row.alarmId === alarmId && row.changeNumber > changeNumber && row.state === 'resolved',
            ),
        )
        .map(({ row }) => `${row.alarmId} goes on, though data come`),
      ...of
        .filter(({ row, storedAtMs }) => isRaised(row) && !isCaused(ended, arrivals, storedAtMs))
        .map(
          ({ storedAtMs }) =>
            `${patientId}: reported after ${((storedAtMs - ended.startMs) / 1000).toFixed(1)} s, though data came`,
        ),
    ];
  });
}

const isRaised = ({ state, actor }: AlarmEvent): boolean => state === 'active' && actor === undefined;

/** When the scorer was given something that counts as live, epoch milliseconds. */
function arrivalsOf({ site }: Ended, patientId: PatientId): number[] {
  return site.broker.logs(topics.beats).flatMap((log) =>
    log.flatMap(({ value, timestampMs }) => {
      const observed = readObserved(value);
      return observed?.patientId === patientId && observed.late !== true ? [timestampMs] : [];
    }),
  );
}

function readObserved(value: Uint8Array): Beat | SignalSecond | undefined {
  try {
    return observedIn(decodeObservation(value));
  } catch {
    return undefined;
  }
}

/**
 * A real process takes no tick while it is paused. A simulated one does, and stores it afterwards, when another may have its
 * partitions.
 */
const isOfPause = ({ faults }: Ended, storedAtMs: number): boolean =>
  faults.some(
    ({ kind, atMs, forMs }) => kind === 'pause' && Math.abs(storedAtMs - atMs - forMs) <= pausedTickMs,
  );

/** Whether data have come after the alarm, long enough before the end for it to be over. */
function isUnended({ endMs }: Ended, arrivals: readonly number[], storedAtMs: number): boolean {
  return arrivals.some((arrivedMs) => arrivedMs > storedAtMs && endMs - arrivedMs > 40_000);
}

function isCaused({ faults }: Ended, arrivals: readonly number[], storedAtMs: number): boolean {
  const before = arrivals.filter((arrivedMs) => arrivedMs <= storedAtMs - slackMs).at(-1) ?? 0;
  if (storedAtMs - before >= afterMs - slackMs) return true;
  return faultyMs(faults, storedAtMs - afterMs - slackMs, storedAtMs) > 0;
}
