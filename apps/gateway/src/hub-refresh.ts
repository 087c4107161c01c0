import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import type { Hub } from './hub.ts';

export interface HubSources {
  /** Reads the stored open alarms. Default: they are not reconciled. */
  readonly openAlarms?: (() => Promise<readonly AlarmEvent[]>) | undefined;
  /** Reads the patients' wards. Default: rooms of wards stay empty. */
  readonly patients?:
    (() => Promise<readonly { readonly patientId: PatientId; readonly ward: string }[]>) | undefined;
  /** Reads who is discharged. Default: nobody is. */
  readonly discharged?: (() => Promise<readonly PatientId[]>) | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** Gives the hub wards and open alarms as they are stored; a call while another one runs does nothing. Never rejects. */
export function hubRefresh(
  hub: Hub,
  { openAlarms, patients, discharged, onFailure }: HubSources,
): () => Promise<void> {
  return oneAtATime(async () => {
    const known = await patients?.();
    if (known) hub.wards = new Map(known.map(({ patientId, ward }) => [patientId, ward]));
    if (discharged) hub.discharged = await discharged();
    if (openAlarms) await hub.reconcileAlarms(openAlarms);
    hub.forgetQuiet();
  }, onFailure);
}

/** @returns does what `act` does, and nothing while that runs. Never rejects */
export function oneAtATime(
  act: () => Promise<void>,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let isRunning = false;
  return async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await act();
    } catch (error) {
      onFailure(error);
    } finally {
      isRunning = false;
    }
  };
}
