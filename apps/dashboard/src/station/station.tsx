'use client';

import { isTechnical, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { acknowledgePress, type Selection } from '../alarms/acknowledge-press.ts';
import { alarmHref, patientHref } from '../alarms/alarm-href.ts';
import { useAcknowledge } from '../alarms/use-acknowledge.ts';
import { WardAlarmLine } from '../alarms/ward-alarms.tsx';
import { formatPatient } from '../format/patient-name.ts';
import { useFeedView, useLive } from '../live/live-context.ts';
import { useNextLead } from '../leads/use-next-lead.ts';
import { usePrintNow } from '../print/use-print-now.ts';
import { useAttention } from '../rank/use-attention.ts';
import { AlarmNotifications } from '../notifications/alarm-notifications.tsx';
import { isInterruptedNow } from '../shell/monitoring-message.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { Notice } from '../shell/notice.tsx';
import { useRemembered } from '../shell/remembered.ts';
import { useKeys } from '../shell/use-keys.ts';
import { usePatients } from '../shell/use-patients.ts';
import { useShown } from '../shell/use-shown.ts';
import { AlarmSound } from '../sound/alarm-sound.tsx';
import { useStripLooks } from '../strip/use-strip-looks.ts';
import { AlarmPanel } from './alarm-panel.tsx';
import { Arrivals, rosterOf, tilesOf, type SortOrder } from './roster.ts';
import { StationBar } from './station-bar.tsx';
import styles from './station.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { TileGrid } from './tile-grid.tsx';

/** Beyond it, ids that have sent hardly anything get no tile. */
const maxTiles = 120;

/** Central station: a tile for each patient, with the list of alarms. */
export function Station(): ReactNode {
  const t = useTexts();
  const view = useFeedView();
  const { engine } = useLive();
  const stored = usePatients();
  const [orderChoice, setOrder] = useRemembered('order');
  const order: SortOrder = orderChoice === 'urgency' || orderChoice === 'attention' ? orderChoice : 'name';
  const attention = useAttention(order === 'attention');
  const [arrivals] = useState(() => new Arrivals());
  const [limit, setLimit] = useState(maxTiles);
  const [selection, setSelection] = useState<Selection>();
  const { acknowledge, mayAcknowledge, failure } = useAcknowledge();
  useStripLooks(engine);

  const everyone = useMemo(() => {
    const patients = stored.data?.patients ?? [];
    const isComplete = stored.data !== undefined && view.patients.size > 0;
    arrivals.note([...patients.map(({ patientId }) => patientId), ...view.patients.keys()], isComplete);
    const points = new Map([...attention].map(([patientId, { points: sum }]) => [patientId, sum]));
    return rosterOf(patients, view.patients, { order, arrivals, points });
  }, [stored.data, view.patients, order, arrivals, attention]);
  const wards = useMemo(() => new Set(everyone.map((entry) => entry.ward)), [everyone]);
  const choice = useShown(wards);
  const shown = everyone.filter(choice.includes);
  const tiles = tilesOf(shown, limit);
  const shownIds = new Set(shown.map(({ patientId }) => patientId));
  const alarms = view.alarms.filter(({ patientId }) => shownIds.has(patientId));
  useStationKeys({ alarms, selection, select: setSelection, acknowledge, mayAcknowledge });
  const technicalCount = alarms.filter(({ kind }) => isTechnical(kind)).length;

  const [isHidden] = useNamesHidden();
  const names = useMemo(
    () => new Map(everyone.map((entry) => [entry.patientId, formatPatient(entry, isHidden)])),
    [everyone, isHidden],
  );
  const nameOf = useCallback((patientId: PatientId) => names.get(patientId) ?? patientId, [names]);

  return (
    <>
      <AlarmSound alarms={alarms} />
      <AlarmNotifications alarms={alarms} nameOf={nameOf} />
      <StationBar
        wards={[...wards]}
        shown={shown}
        alarmCount={alarms.length - technicalCount}
        technicalCount={technicalCount}
        {...{ choice, order, setOrder }}
      />
      {failure !== undefined && <Banner>{failure}</Banner>}
      {stored.isError && <Banner>{`${t.station.namesFailed} ${stored.error.message}`}</Banner>}
      <div className={styles.phoneLine}>
        <WardAlarmLine alarms={alarms} nameOf={nameOf} />
      </div>
      <main className={styles.main}>
        {shown.length === 0 ? (
          <NoPatients connected={view.connection.state === 'live'} />
        ) : (
          <TileGrid entries={tiles} selection={selection} onSelect={setSelection} onAcknowledge={acknowledge}>
            {tiles.length < shown.length && (
              <p className="quiet">
                {t.station.morePatients(shown.length - tiles.length)}{' '}
                <button
                  onClick={() => {
                    setLimit(Number.POSITIVE_INFINITY);
                  }}
                >
                  {t.station.showAll}
                </button>
              </p>
            )}
          </TileGrid>
        )}
        <AlarmPanel
          alarms={alarms}
          nameOf={nameOf}
          isShown={(patientId) => choice.value === '' || shownIds.has(patientId)}
          onAcknowledge={acknowledge}
          isWatching={!isInterruptedNow(view.monitoring)}
        />
      </main>
    </>
  );
}

/**
 * A selects the most urgent alarm, or that of the tile in focus, and shows it large; a second A acknowledges it; Enter opens,
 * Escape closes, of the selected tile L shows the next lead and P prints the strip. A key that is held down counts once, so that none clears alarms that nobody has seen.
 */
function useStationKeys(props: {
  readonly alarms: readonly AlarmEvent[];
  readonly selection: Selection | undefined;
  readonly select: (selection: Selection | undefined) => void;
  readonly acknowledge: (alarm: AlarmEvent) => void;
  readonly mayAcknowledge: boolean;
}): void {
  const { alarms, selection, select, acknowledge, mayAcknowledge } = props;
  const router = useRouter();
  const showNextLead = useNextLead();
  const printNow = usePrintNow();
  useKeys({
    l: () => {
      const patientId = (selection ?? focused())?.patientId;
      if (patientId !== undefined) showNextLead(patientId);
    },
    p: () => {
      const patientId = (selection ?? focused())?.patientId;
      if (patientId !== undefined) printNow(patientId);
    },
    a: () => {
      const press = acknowledgePress(alarms, selection ?? focused());
      // For those who only look, the alarm stays shown.
      if (press === undefined || (press.does === 'acknowledge' && !mayAcknowledge)) return;
      const { patientId, alarmId } = press.alarm;
      if (press.does === 'acknowledge') acknowledge(press.alarm);
      select(press.does === 'select' ? { patientId, alarmId } : undefined);
    },
    enter: () => {
      if (selection === undefined) return;
      const alarm = alarms.find(({ alarmId }) => alarmId === selection.alarmId);
      router.push(alarm === undefined ? patientHref(selection.patientId) : alarmHref(alarm));
    },
    escape: () => {
      select(undefined);
    },
  });
}

function focused(): Selection | undefined {
  const patientId = document.activeElement?.closest<HTMLElement>('[data-patient]')?.dataset['patient'];
  return patientId === undefined ? undefined : { patientId: patientId as PatientId };
}

function Banner({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className={styles.banner} role="alert">
      {children}
    </p>
  );
}

function NoPatients({ connected }: { readonly connected: boolean }): ReactNode {
  const { empty, connecting } = useTexts().station;
  return connected ? (
    <Notice title={empty.title}>
      {empty.before} <code>beatwatch simulate</code>, {empty.replay} <code>beatwatch replay</code>,{' '}
      {empty.topic} <code>ecg.packets.v1</code>.
    </Notice>
  ) : (
    <Notice title={connecting.title}>
      {connecting.before} <code>beatwatch doctor</code> {connecting.after}
    </Notice>
  );
}
