import type { Device } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import styles from '../patients/patients.module.css';
import { useMay } from '../shell/use-session.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { heardMs } from './device-order.ts';

/** One device, with who wears it; it is given to a patient or taken off here. */
export function DeviceRow(props: {
  readonly device: Device;
  /** Whether it sends and nobody wears it. */
  readonly isWaiting: boolean;
  readonly patientName: string | undefined;
  readonly onPair: (patientId: string) => void;
  readonly onUnpair: () => void;
}): ReactNode {
  const t = useTexts();
  const { device, isWaiting, patientName, onPair, onUnpair } = props;
  const { deviceId, kind, serialNumber, pairing } = device;
  const mayPair = useMay('PUT /api/devices/[deviceId]/pairing', 'DELETE /api/devices/[deviceId]/pairing');
  const [patientId, setPatientId] = useState('');
  const heard = heardMs(device);
  const about = [kind, serialNumber].filter((part) => part !== undefined).join(' · ');
  return (
    <li className={styles.row} data-testid="device" data-device={deviceId}>
      <span className={styles.who}>
        {deviceId} <span className="quiet">{about}</span>
      </span>
      <span className={styles.state}>
        {pairing === undefined
          ? isWaiting
            ? t.pages.devices.sends
            : t.pages.devices.withNobody
          : t.pages.devices.with(patientName ?? pairing.patientId, formatMoment(t, pairing.fromUs))}
      </span>
      <span className="quiet">
        {heard === undefined ? '' : t.pages.devices.heard(formatMoment(t, heard * 1000))}
      </span>
      {!mayPair ? undefined : pairing === undefined ? (
        <form
          aria-label={t.pages.devices.pairOf(deviceId)}
          onSubmit={(event) => {
            event.preventDefault();
            onPair(patientId.trim());
          }}
        >
          <input
            aria-label={t.pages.devices.patientId}
            placeholder={t.pages.devices.patientId}
            required
            maxLength={64}
            list="device-patients"
            value={patientId}
            onChange={({ target }) => {
              setPatientId(target.value);
            }}
          />{' '}
          <button>{t.pages.devices.pair}</button>
        </form>
      ) : (
        <button onClick={onUnpair}>{t.pages.devices.takeOff}</button>
      )}
    </li>
  );
}
