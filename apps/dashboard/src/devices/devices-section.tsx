import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WardPatient } from '@beatwatch/timescale';
import { useState, type ReactNode } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import styles from '../patients/patients.module.css';
import type { DevicesResponse } from '../server/responses.ts';
import { fetchJson, fetchResponse } from '../shell/fetch-json.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { DeviceRow } from './device-row.tsx';
import { byNeed, isWaiting } from './device-order.ts';

const queryKey = ['devices'];

/** Which device is with whom: those that send and that nobody wears come first. */
export function DevicesSection({ patients }: { readonly patients: readonly WardPatient[] }): ReactNode {
  const { devices: texts } = useTexts().pages;
  const client = useQueryClient();
  const {
    data,
    error,
    dataUpdatedAt: nowMs,
  } = useQuery({
    queryKey,
    queryFn: () => fetchJson<DevicesResponse>('/api/devices'),
    refetchInterval: 10_000,
  });
  const [failure, setFailure] = useState<string>();
  const [isHidden] = useNamesHidden();
  const change = (deviceId: string, request: RequestInit): void => {
    setFailure(undefined);
    fetchResponse(`/api/devices/${encodeURIComponent(deviceId)}/pairing`, request)
      .then(async (response) => {
        client.setQueryData(queryKey, (await response.json()) as DevicesResponse);
      })
      .catch((reason: unknown) => {
        setFailure((reason as Error).message);
      });
  };
  const shown = failure ?? error?.message;
  const devices = byNeed(data?.devices ?? [], nowMs);
  const waiting = devices.filter((device) => isWaiting(device, nowMs));
  // It stays open once the last device has its patient: what was done is seen, and can be taken back.
  const [wasOpened, setOpened] = useState(false);
  if (waiting.length > 0 && !wasOpened) setOpened(true);
  const nameOf = (id: string): string => {
    const patient = patients.find(({ patientId }) => patientId === id);
    return patient === undefined ? id : formatPatient(patient, isHidden);
  };
  return (
    <details className={styles.admit} open={wasOpened} data-testid="devices">
      <summary>{waiting.length > 0 ? texts.waiting(waiting.length) : texts.title}</summary>
      {shown !== undefined && <p role="alert">{shown}</p>}
      {data !== undefined && devices.length === 0 && <p className="quiet">{texts.none}</p>}
      <datalist id="device-patients">
        {patients.map(({ patientId }) => (
          <option key={patientId} value={patientId} label={nameOf(patientId)} />
        ))}
      </datalist>
      <ul className={styles.list}>
        {devices.map((device) => (
          <DeviceRow
            key={device.deviceId}
            device={device}
            isWaiting={isWaiting(device, nowMs)}
            patientName={device.pairing && nameOf(device.pairing.patientId)}
            onPair={(patientId) => {
              change(device.deviceId, { method: 'PUT', body: JSON.stringify({ patientId }) });
            }}
            onUnpair={() => {
              change(device.deviceId, { method: 'DELETE' });
            }}
          />
        ))}
      </ul>
    </details>
  );
}
