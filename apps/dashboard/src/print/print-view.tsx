'use client';

import type { AlarmId, PatientId } from '@beatwatch/contracts';
import type { Patient } from '@beatwatch/timescale';
import { useMemo, type ReactNode } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import { alarmName } from '../format/alarm-format.ts';
import { formatNumber } from '../format/numbers.ts';
import { formatWithZone } from '../format/time.ts';
import { highPassHz } from '../live/signal.ts';
import type { TimeRange } from '../live/time-range.ts';
import { useAlarmDetail, usePatient, useWaveform } from '../patient/queries.ts';
import type { WaveformResponse } from '../server/responses.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { paperRows } from './paper-strip.ts';
import { PaperRowFigure } from './paper-row.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './print.module.css';

/** The strip of an alarm, to be printed. */
export function PrintAlarm(props: {
  readonly patientId: PatientId;
  readonly alarmId: string;
  /** Number of the episode; the newest without one. */
  readonly episode: number | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, alarmId, episode } = props;
  const { data, error } = useAlarmDetail(
    { alarmId: alarmId as AlarmId, changeNumber: 0, timeUs: 0 },
    episode,
  );
  const alarm = data?.history.at(-1);
  return (
    <PrintedStrip
      patientId={patientId}
      title={alarm === undefined ? undefined : alarmName(t, alarm)}
      strip={data?.strip}
      range={data?.range}
      failure={error?.message}
    />
  );
}

/** The recording of a range, to be printed. */
export function PrintRange(props: { readonly patientId: PatientId; readonly range: TimeRange }): ReactNode {
  const { patientId, range } = props;
  const { data, error } = useWaveform(patientId, range);
  return <PrintedStrip patientId={patientId} strip={data} range={range} failure={error?.message} />;
}

function PrintedStrip(props: {
  readonly patientId: PatientId;
  readonly title?: string | undefined;
  readonly strip: WaveformResponse | undefined;
  readonly range: TimeRange | undefined;
  readonly failure: string | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, title, strip, range, failure } = props;
  const patient = usePatient(patientId).data?.patient;
  const rows = useMemo(
    () => (strip === undefined || range === undefined ? [] : paperRows(strip, range)),
    [strip, range],
  );
  return (
    <main className={styles.page} data-theme="light" data-testid="printed">
      <p className={styles.tools}>
        <button
          onClick={() => {
            window.print();
          }}
        >
          {t.patient.print.print}
        </button>{' '}
        {t.patient.print.scale}
      </p>
      <Head patientId={patientId} patient={patient} title={title} fromUs={range?.fromUs} />
      {rows.length === 0 && (
        <p data-testid="no-strip">
          {failure ?? (strip === undefined ? t.patient.events.loadingRecording : t.patient.print.nothing)}
        </p>
      )}
      {rows.map((row) => (
        <PaperRowFigure key={`${row.lead} ${row.fromUs}`} row={row} />
      ))}
    </main>
  );
}

function Head(props: {
  readonly patientId: PatientId;
  readonly patient: Patient | undefined;
  readonly title: string | undefined;
  readonly fromUs: number | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, patient, title, fromUs } = props;
  const [isHidden] = useNamesHidden();
  const name = formatPatient(patient ?? { patientId, displayName: patientId }, isHidden);
  const ward = patient?.ward === 'unassigned' ? undefined : patient?.ward;
  return (
    <header className={styles.head}>
      <h1>{[name, title].filter((part) => part !== undefined).join(' · ')}</h1>
      <p>
        {[
          isHidden ? undefined : patientId,
          ward,
          fromUs === undefined ? undefined : t.patient.print.from(formatWithZone(t, fromUs)),
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
      <p>{t.patient.print.note(formatNumber(t, highPassHz))}</p>
    </header>
  );
}
