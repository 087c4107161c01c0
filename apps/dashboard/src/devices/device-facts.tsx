import type { ReactNode } from 'react';
import { formatAbsence, formatWearer } from '../format/device-format.ts';
import { isBatteryLow } from '../live/device-state.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './device-facts.module.css';

/** What a device says of itself and its wearer; nothing where none does. */
export function DeviceFacts({ summary }: { readonly summary: PatientSummary }): ReactNode {
  const t = useTexts();
  const { device, status } = summary;
  const { batteryPercent } = device;
  // Where nothing comes, the state says it.
  const absence = status.kind === 'no-data' ? undefined : device.absence;
  const wearer = formatWearer(t, device);
  return (
    <>
      {absence !== undefined && <span data-testid="absence">{formatAbsence(t, absence)}</span>}
      {batteryPercent !== undefined && (
        <span className={isBatteryLow(device) ? styles.low : 'quiet'} data-testid="battery">
          {t.station.device.battery(batteryPercent)}
        </span>
      )}
      {wearer !== undefined && (
        <span className="quiet" data-testid="wearer">
          {wearer}
        </span>
      )}
    </>
  );
}
