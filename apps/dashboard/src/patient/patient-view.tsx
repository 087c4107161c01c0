'use client';

import type { AlarmId, PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { useFeedView, useLive } from '../live/live-context.ts';
import { soundingPriority } from '../alarms/alarm-burst.ts';
import { useAlarmSound } from '../alarms/alarm-sound.ts';
import { useAcknowledge } from '../alarms/use-acknowledge.ts';
import { useAcknowledgeKey } from '../alarms/use-acknowledge-key.ts';
import { useStripTheme } from '../strip/use-strip-theme.ts';
import { EventDetail } from './event-detail.tsx';
import { EventList } from './event-list.tsx';
import { LivePanel } from './live-panel.tsx';
import { PatientBar } from './patient-bar.tsx';
import styles from './patient.module.css';
import { usePatient } from './queries.ts';
import { ThresholdPanel } from './threshold-panel.tsx';
import { Trends } from './trends.tsx';
import { useEvents } from './use-events.ts';

/** Patient page: live strip, threshold, events and trends. */
export function PatientView(props: {
  readonly patientId: PatientId;
  readonly alarmFromAddress?: string;
}): ReactNode {
  const { patientId } = props;
  const view = useFeedView();
  const { engine } = useLive();
  const patient = usePatient(patientId);
  const { events, loading, failure } = useEvents(patientId);
  const [chosenId, setChosenId] = useState(props.alarmFromAddress);
  const { acknowledge, failure: acknowledgeFailure } = useAcknowledge();
  useAcknowledgeKey(view.alarms, acknowledge);
  useAlarmSound(soundingPriority(view.alarms));
  useStripTheme(engine);

  const chosen = events.find(({ alarmId }) => alarmId === chosenId) ?? events[0];
  const newestBeatTimeUs = patient.data?.newestBeatTimeUs;
  const choose = (alarmId: AlarmId): void => {
    setChosenId(alarmId);
    window.history.replaceState(undefined, '', `?alarm=${encodeURIComponent(alarmId)}`);
  };

  return (
    <>
      <PatientBar
        patientId={patientId}
        displayName={patient.data?.patient.displayName ?? patientId}
        ward={patient.data?.patient.ward}
        status={view.patients.get(patientId)?.status}
      />
      {acknowledgeFailure !== undefined && (
        <p className={styles.banner} role="alert">
          {acknowledgeFailure}
        </p>
      )}
      <main className={styles.main}>
        <LivePanel
          patientId={patientId}
          summary={view.patients.get(patientId)}
          connection={view.connection}
          newestBeatTimeUs={newestBeatTimeUs}
        />
        <ThresholdPanel
          patientId={patientId}
          summary={view.patients.get(patientId)}
          newestBeatTimeUs={newestBeatTimeUs}
        />
        <div className={styles.history}>
          <EventList
            {...{ events, loading, failure }}
            chosenId={chosen?.alarmId}
            onChoose={choose}
            onAcknowledge={acknowledge}
          />
          <EventDetail
            patientId={patientId}
            event={chosen}
            newestBeat={
              newestBeatTimeUs === undefined
                ? undefined
                : { timeUs: newestBeatTimeUs, lead: patient.data?.newestBeatLead }
            }
            loading={loading || patient.isPending}
            onAcknowledge={acknowledge}
          />
        </div>
        <Trends
          patientId={patientId}
          endUs={newestBeatTimeUs}
          events={events}
          loading={patient.isPending}
          failure={patient.error?.message}
        />
      </main>
    </>
  );
}
