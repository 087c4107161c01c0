import type { WardPatient } from '@beatwatch/timescale';
import type { Status } from '../live/status.ts';
import type { Texts } from '../texts/texts.ts';
import { formatStatus } from './status-format.ts';
import { formatMoment } from './time.ts';

type Stay = Partial<Pick<WardPatient, 'admission' | 'admittedUs' | 'standbyUntilUs'>>;

/** Since when a patient is here, how, or until when away. */
export function formatStay(t: Texts, { admission, admittedUs, standbyUntilUs }: Stay): string {
  const { stay } = t.station;
  if (standbyUntilUs !== undefined) return stay.awayUntil(formatMoment(t, standbyUntilUs));
  if (admittedUs === undefined || admission === 'automatic') return stay.notAdmitted;
  const since = formatMoment(t, admittedUs);
  if (admission === 'discharged') return stay.discharged(since);
  return admission === 'ended' ? stay.signalEndedAt(since) : stay.admitted(since);
}

/** A status, unless the stay says why no signal comes. */
export function formatState(t: Texts, status: Status, { admission, standbyUntilUs }: Stay): string {
  const isWithoutSignal =
    status.kind === 'no-data' || status.kind === 'waiting' || status.kind === 'technical';
  if (isWithoutSignal && standbyUntilUs !== undefined) return formatStay(t, { standbyUntilUs });
  if (status.kind === 'no-data' && admission === 'ended') return t.station.stay.signalEnded;
  return formatStatus(t, status);
}
