'use client';

import { isTechnical, type PatientId } from '@beatwatch/contracts';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useFeedView, useLive } from '../live/live-provider.tsx';
import { Notice } from '../shell/notice.tsx';
import { useStripTheme } from '../strip/use-strip-theme.ts';
import { AlarmList } from './alarm-list.tsx';
import { soundingPriority } from './alarm-burst.ts';
import { useAlarmSound } from './alarm-sound.ts';
import { rosterOf, type SortOrder } from './roster.ts';
import { StationBar } from './station-bar.tsx';
import styles from './station.module.css';
import { Tile } from './tile.tsx';
import { useAcknowledge } from '../alarms/use-acknowledge.ts';
import { useAcknowledgeKey } from '../alarms/use-acknowledge-key.ts';
import { usePatients } from './use-patients.ts';

/** Central station: a tile for each patient, with the list of alarms. */
export function Station(): ReactNode {
  const view = useFeedView();
  const { engine } = useLive();
  const stored = usePatients();
  const [ward, setWard] = useState<string>();
  const [order, setOrder] = useState<SortOrder>('name');
  const [sound, setSound] = useState(false);
  const { acknowledge, failure } = useAcknowledge();
  useStripTheme(engine);

  const everyone = useMemo(
    () => rosterOf(stored.data?.patients ?? [], view.patients, order),
    [stored.data, view.patients, order],
  );
  const shown = ward === undefined ? everyone : everyone.filter((entry) => entry.ward === ward);
  const shownIds = new Set(shown.map(({ patientId }) => patientId));
  const alarms = view.alarms.filter(({ patientId }) => shownIds.has(patientId));
  useAcknowledgeKey(alarms, acknowledge);
  useAlarmSound(soundingPriority(alarms), sound);
  const technicalCount = alarms.filter(({ kind }) => isTechnical(kind)).length;

  const names = useMemo(
    () => new Map(everyone.map(({ patientId, displayName }) => [patientId, displayName])),
    [everyone],
  );
  const nameOf = useCallback((patientId: PatientId) => names.get(patientId) ?? patientId, [names]);

  return (
    <>
      <StationBar
        wards={[...new Set(everyone.map((entry) => entry.ward))]}
        shown={shown}
        alarmCount={alarms.length - technicalCount}
        technicalCount={technicalCount}
        {...{ ward, setWard, order, setOrder, sound, setSound }}
      />
      {failure !== undefined && <Banner>{failure}</Banner>}
      {view.connection.state === 'lost' && (
        <Banner>{view.connection.reason} The strips stop until the connection is back.</Banner>
      )}
      {stored.isError && <Banner>Names and wards could not be loaded. {stored.error.message}</Banner>}
      <main className={styles.main}>
        {shown.length === 0 ? (
          <NoPatients connected={view.connection.state === 'live'} />
        ) : (
          <div className={styles.grid}>
            {shown.map((entry) => (
              <Tile key={entry.patientId} {...entry} onAcknowledge={acknowledge} />
            ))}
          </div>
        )}
        <AlarmList alarms={alarms} nameOf={nameOf} onAcknowledge={acknowledge} />
      </main>
    </>
  );
}

function Banner({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={styles.banner} role="alert">
      {children}
    </p>
  );
}

function NoPatients({ connected }: { readonly connected: boolean }): ReactNode {
  return connected ? (
    <Notice title="No patient yet">
      A tile appears with a patient’s first data. Start a simulation with <code>beatwatch simulate</code>,
      replay a recording with <code>beatwatch replay</code>, or send packets to the topic{' '}
      <code>ecg.packets.v1</code>.
    </Notice>
  ) : (
    <Notice title="Connecting to the gateway">
      If this takes longer than a few seconds, check that the gateway is running.{' '}
      <code>beatwatch doctor</code> shows what is missing.
    </Notice>
  );
}
