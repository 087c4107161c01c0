import type { WardPatient } from '@beatwatch/timescale';
import type { Status } from '../live/status.ts';
import { formatStatus } from './status-format.ts';
import { formatMoment } from './time.ts';

type Stay = Partial<Pick<WardPatient, 'admission' | 'admittedUs' | 'standbyUntilUs'>>;

/** Since when a patient is here, how, or until when away. */
export function formatStay({ admission, admittedUs, standbyUntilUs }: Stay): string {
  if (standbyUntilUs !== undefined) return `Away until ${formatMoment(standbyUntilUs)}`;
  if (admittedUs === undefined || admission === 'automatic') return 'Not admitted, sends data';
  const since = formatMoment(admittedUs);
  if (admission === 'discharged') return `Discharged ${since}`;
  return admission === 'ended' ? `Signal ended ${since}` : `Admitted ${since}`;
}

/** A status, unless the stay says why no signal comes. */
export function formatState(status: Status, { admission, standbyUntilUs }: Stay): string {
  const isWithoutSignal =
    status.kind === 'no-data' || status.kind === 'waiting' || status.kind === 'technical';
  if (isWithoutSignal && standbyUntilUs !== undefined) return formatStay({ standbyUntilUs });
  if (status.kind === 'no-data' && admission === 'ended') return 'Signal ended';
  return formatStatus(status);
}
