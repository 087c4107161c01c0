'use client';

import type { AlarmEvent, AlarmId, PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { alarmQuery } from '../alarms/alarm-href.ts';
import { acknowledgePress } from '../alarms/acknowledge-press.ts';
import { useAcknowledge } from '../alarms/use-acknowledge.ts';
import { useWardAlarms } from '../alarms/use-ward-alarms.ts';
import { WardAlarmLine } from '../alarms/ward-alarms.tsx';
import { NotesPanel } from '../care/notes-panel.tsx';
import { useNextLead } from '../leads/use-next-lead.ts';
import { useFeedView, useLive } from '../live/live-context.ts';
import { AlarmNotifications } from '../notifications/alarm-notifications.tsx';
import { usePrintNow } from '../print/use-print-now.ts';
import { ResponseError } from '../shell/fetch-json.ts';
import { Notice } from '../shell/notice.tsx';
import { useKeys } from '../shell/use-keys.ts';
import { AlarmSound } from '../sound/alarm-sound.tsx';
import { useStripLooks } from '../strip/use-strip-looks.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventList } from './event-list.tsx';
import { LimitsPanel } from '../limits/limits-panel.tsx';
import { LivePanel } from './live-panel.tsx';
import { PatientBar } from './patient-bar.tsx';
import styles from './patient.module.css';
import { usePatient } from './queries.ts';
import { ThresholdPanel } from './threshold-panel.tsx';
import { Trends } from './trends.tsx';
import { useEvents } from './use-events.ts';

/** Patient page: live strip, threshold, limits, handover notes, events and trends. */
export function PatientView(props: {
  readonly patientId: PatientId;
  readonly alarmFromAddress?: string;
  /** Number of the episode of that alarm; the newest without one. */
  readonly episodeFromAddress?: number | undefined;
}): ReactNode {
  const { patientId } = props;
  const { unknown } = useTexts().patient;
  const view = useFeedView();
  const { engine } = useLive();
  const patient = usePatient(patientId);
  const { events, loading, failure } = useEvents(patientId);
  const [chosenId, setChosenId] = useState(props.alarmFromAddress);
  const [episode, setEpisode] = useState(props.episodeFromAddress);
  const { acknowledge, mayAcknowledge, failure: acknowledgeFailure } = useAcknowledge();
  const ward = useWardAlarms();
  useStripLooks(engine);

  const chosen = events.find(({ alarmId }) => alarmId === chosenId) ?? events[0];
  // A number of one alarm says nothing of another.
  const chosenEpisode = chosen?.alarmId === chosenId ? episode : undefined;
  const newestBeatTimeUs = patient.data?.newestBeatTimeUs;
  usePatientKeys({ patientId, chosenId, choose, acknowledge, mayAcknowledge });

  function choose(alarmId: AlarmId, number?: number): void {
    setChosenId(alarmId);
    setEpisode(number);
    window.history.replaceState(undefined, '', `?${alarmQuery(alarmId, number)}`);
  }

  const isUnknown = patient.error instanceof ResponseError && patient.error.status === 404;
  if (isUnknown && !view.patients.has(patientId)) {
    return (
      <main>
        <AlarmSound alarms={ward.alarms} />
        <AlarmNotifications {...ward} />
        <WardAlarmLine {...ward} except={patientId} />
        <Notice title={unknown.title} action={<Link href="/">{unknown.action}</Link>}>
          {unknown.text(patientId)}
        </Notice>
      </main>
    );
  }
  return (
    <>
      <AlarmSound alarms={ward.alarms} />
      <AlarmNotifications {...ward} />
      <PatientBar
        patient={patient.data?.patient ?? { patientId, displayName: patientId }}
        ward={patient.data?.patient.ward}
        status={view.patients.get(patientId)?.status}
      />
      <WardAlarmLine {...ward} except={patientId} />
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
        <LimitsPanel patientId={patientId} />
        <NotesPanel patientId={patientId} alarm={chosen} />
        <div className={styles.history}>
          <EventList
            {...{ events, loading, failure }}
            chosenId={chosen?.alarmId}
            chosenEpisode={chosenEpisode}
            onChoose={choose}
            onAcknowledge={acknowledge}
          />
          <EventDetail
            patientId={patientId}
            event={chosen}
            episode={chosenEpisode}
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

/** A shows the patient's most urgent alarm, then acknowledges it; L shows the next lead, P prints the strip; Escape goes back to the station. */
function usePatientKeys(props: {
  readonly patientId: PatientId;
  /** Chosen by a person: what shows because it is the newest, nobody may have seen. */
  readonly chosenId: string | undefined;
  readonly choose: (alarmId: AlarmId) => void;
  readonly acknowledge: (alarm: AlarmEvent) => void;
  readonly mayAcknowledge: boolean;
}): void {
  const { patientId, chosenId, choose, acknowledge, mayAcknowledge } = props;
  const { alarms } = useFeedView();
  const router = useRouter();
  const showNextLead = useNextLead();
  const printNow = usePrintNow();
  useKeys({
    l: () => {
      showNextLead(patientId);
    },
    p: () => {
      printNow(patientId);
    },
    a: () => {
      const own = alarms.filter((alarm) => alarm.patientId === patientId);
      const press = acknowledgePress(own, { patientId, alarmId: chosenId });
      if (press?.does === 'acknowledge' && mayAcknowledge) acknowledge(press.alarm);
      if (press?.does === 'select') choose(press.alarm.alarmId);
    },
    escape: () => {
      router.push('/');
    },
  });
}
