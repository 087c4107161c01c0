import { alarmLabels, type AlarmEvent, type AlarmLabel } from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { SilenceButton } from '../alarms/silence-button.tsx';
import { useLive } from '../live/live-context.ts';
import type { AlarmDetailResponse } from '../server/responses.ts';
import { formatAlarm, formatAlarmChange, formatAlarmState, formatLabel } from '../format/alarm-format.ts';
import { formatMoment } from '../format/time.ts';
import { printAlarmHref } from '../print/print-href.ts';
import styles from './alarm-evidence.module.css';
import { alarmDetailKey, patientAlarmsKey, useAlarmDetail } from './queries.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { StripFigure } from './strip-figure.tsx';

/** Measurement and strip of an alarm, with the buttons to acknowledge and label it. */
export function AlarmEvidence(props: {
  readonly alarm: AlarmEvent;
  /** Time to scroll the strip to. */
  readonly centreUs: number;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const t = useTexts();
  const { alarm, centreUs, onAcknowledge } = props;
  const detail = useAlarmDetail(alarm);
  return (
    <>
      <div className={styles.head}>
        <p>
          <strong data-testid="measured">{formatAlarm(t, alarm)}</strong>
          <span className="quiet"> · {formatAlarmState(t, alarm)}</span>
        </p>
        <AcknowledgeButton alarm={alarm} onAcknowledge={onAcknowledge} />
        <SilenceButton alarm={alarm} />
        <a className="single" href={printAlarmHref(alarm)} target="_blank" rel="noopener">
          {t.patient.events.printStrip}
        </a>
        <Labels alarm={alarm} labels={detail.data?.labels ?? []} />
      </div>
      <StripFigure
        caption={t.patient.events.aroundAlarm}
        markerUs={detail.data?.raisedUs}
        strip={detail.data?.strip}
        range={detail.data?.range}
        centreUs={centreUs}
        missing={
          detail.isPending
            ? t.patient.events.loadingRecording
            : (detail.error?.message ?? t.patient.events.noRecording)
        }
      />
    </>
  );
}

/** All changes and labels of an alarm, with their actors. */
export function AlarmHistory({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const { data } = useAlarmDetail(alarm);
  return data !== undefined && data.history.length > 0 ? <History {...data} /> : undefined;
}

/** Buttons to label the alarm as true or false. */
function Labels(props: {
  readonly alarm: AlarmEvent;
  readonly labels: AlarmDetailResponse['labels'];
}): ReactNode {
  const t = useTexts();
  const { patientId, alarmId } = props.alarm;
  const { label: send } = useLive();
  const client = useQueryClient();
  const [sent, setSent] = useState<{ readonly alarmId: string; readonly label: AlarmLabel }>();
  const [failure, setFailure] = useState<string>();
  const newest = props.labels.at(-1);
  const current = sent?.alarmId === alarmId ? sent.label : newest?.label;
  const setLabel = (label: AlarmLabel): void => {
    void send({ patientId, alarmId, label }).then((result) => {
      setFailure(result.ok ? undefined : result.message);
      if (!result.ok) return;
      setSent({ alarmId, label });
      // The scorer stores it a little later.
      setTimeout(() => {
        void client.invalidateQueries({ queryKey: alarmDetailKey(alarmId) });
        void client.invalidateQueries({ queryKey: patientAlarmsKey(patientId) });
      }, 1500);
    });
  };
  return (
    <div className={styles.labels} role="group" aria-label={t.patient.events.wasTrue} data-testid="labels">
      {alarmLabels.map((label) => (
        <button
          key={label}
          aria-pressed={current === label}
          data-label={label}
          onClick={() => {
            setLabel(label);
          }}
        >
          {t.alarms.labels[label]}
        </button>
      ))}
      {newest !== undefined && (
        <span className="quiet small">{formatLabel(t, newest.label, newest.actor)}</span>
      )}
      {failure !== undefined && <span role="alert">{failure}</span>}
    </div>
  );
}

function History({ history, labels }: AlarmDetailResponse): ReactNode {
  const t = useTexts();
  const lines = [
    ...history.map((change, index) => ({
      timeUs: change.timeUs,
      text: formatAlarmChange(t, change, history[index - 1]),
    })),
    ...labels.map(({ timeUs, label, actor }) => ({
      timeUs,
      text: formatLabel(t, label, actor),
    })),
  ];
  return (
    <section aria-label={t.patient.events.historyLabel} data-testid="alarm-history">
      <h3 className={styles.title}>{t.patient.events.history}</h3>
      <ol className={styles.history}>
        {lines.map(({ timeUs, text }, index) => (
          <li key={index}>
            <time className="quiet">{formatMoment(t, timeUs)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
