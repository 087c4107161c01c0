'use client';

import { isTechnical, type PatientId } from '@beatwatch/contracts';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useFeedView, useLive } from '../live/live-context.ts';
import { isStopped, monitoringMessages } from '../shell/monitoring-message.ts';
import { Notice } from '../shell/notice.tsx';
import { useStripTheme } from '../strip/use-strip-theme.ts';
import { AlarmList } from './alarm-list.tsx';
import { Arrivals, rosterOf, tilesOf, type SortOrder } from './roster.ts';
import { StationBar } from './station-bar.tsx';
import styles from './station.module.css';
import { Tile } from './tile.tsx';
import { soundingPriority } from '../alarms/alarm-burst.ts';
import { useAlarmSound } from '../alarms/alarm-sound.ts';
import { useAcknowledge } from '../alarms/use-acknowledge.ts';
import { useAcknowledgeKey } from '../alarms/use-acknowledge-key.ts';
import { usePatients } from './use-patients.ts';

/** Beyond it, ids that have sent hardly anything get no tile. */
const maxTiles = 120;

/** Central station: a tile for each patient, with the list of alarms. */
export function Station(): ReactNode {
  const view = useFeedView();
  const { engine } = useLive();
  const stored = usePatients();
  const [ward, setWard] = useState<string>();
  const [order, setOrder] = useState<SortOrder>('name');
  const [arrivals] = useState(() => new Arrivals());
  const [limit, setLimit] = useState(maxTiles);
  const { acknowledge, failure } = useAcknowledge();
  useStripTheme(engine);

  const everyone = useMemo(() => {
    const patients = stored.data?.patients ?? [];
    const isComplete = stored.data !== undefined && view.patients.size > 0;
    arrivals.note([...patients.map(({ patientId }) => patientId), ...view.patients.keys()], isComplete);
    return rosterOf(patients, view.patients, { order, arrivals });
  }, [stored.data, view.patients, order, arrivals]);
  const shown = ward === undefined ? everyone : everyone.filter((entry) => entry.ward === ward);
  const tiles = tilesOf(shown, limit);
  const shownIds = new Set(shown.map(({ patientId }) => patientId));
  const alarms = view.alarms.filter(({ patientId }) => shownIds.has(patientId));
  useAcknowledgeKey(alarms, acknowledge);
  useAlarmSound(soundingPriority(alarms));
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
        {...{ ward, setWard, order, setOrder }}
      />
      {failure !== undefined && <Banner>{failure}</Banner>}
      {stored.isError && <Banner>Names and wards could not be loaded. {stored.error.message}</Banner>}
      <main className={styles.main}>
        {shown.length === 0 ? (
          <NoPatients connected={view.connection.state === 'live'} />
        ) : (
          <div className={styles.grid}>
            {tiles.map((entry) => (
              <Tile key={entry.patientId} {...entry} onAcknowledge={acknowledge} />
            ))}
            {tiles.length < shown.length && (
              <p className="quiet">
                {shown.length - tiles.length} more patients without alarm, ward and signal.{' '}
                <button
                  onClick={() => {
                    setLimit(Number.POSITIVE_INFINITY);
                  }}
                >
                  Show all
                </button>
              </p>
            )}
          </div>
        )}
        <AlarmList
          alarms={alarms}
          nameOf={nameOf}
          onAcknowledge={acknowledge}
          isWatching={!isStopped(monitoringMessages(view.monitoring))}
        />
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
