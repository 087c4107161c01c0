import type { Device } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatMoment } from '../format/time.ts';
import styles from '../patients/patients.module.css';
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
            ? 'Sends, and is with nobody: nothing of it is taken'
            : 'With nobody'
          : `With ${patientName ?? pairing.patientId} since ${formatMoment(t, pairing.fromUs)}`}
      </span>
      <span className="quiet">{heard === undefined ? '' : `Heard ${formatMoment(t, heard * 1000)}`}</span>
      {pairing === undefined ? (
        <form
          aria-label={`Pair ${deviceId}`}
          onSubmit={(event) => {
            event.preventDefault();
            onPair(patientId.trim());
          }}
        >
          <input
            aria-label="Id of the patient"
            placeholder="Id of the patient"
            required
            maxLength={64}
            list="device-patients"
            value={patientId}
            onChange={({ target }) => {
              setPatientId(target.value);
            }}
          />{' '}
          <button>Pair</button>
        </form>
      ) : (
        <button onClick={onUnpair}>Take off</button>
      )}
    </li>
  );
}
