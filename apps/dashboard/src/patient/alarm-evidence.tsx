import { alarmLabels, type AlarmEvent, type AlarmLabel } from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { awaitsAcknowledgement } from '../live/status.ts';
import type { AlarmDetailAnswer } from '../server/answers.ts';
import { formatAlarmChange, labelNames, formatAlarm, formatAlarmState } from '../format/alarm-format.ts';
import { formatMoment } from '../format/time.ts';
import styles from './alarm-evidence.module.css';
import { alarmDetailKey, patientAlarmsKey, useAlarmDetail } from './queries.ts';
import { StripFigure } from './strip-figure.tsx';

/** What was measured, the strip at the alarm, and what a person can do about it. */
export function AlarmEvidence(props: {
  readonly alarm: AlarmEvent;
  /** What the strip is scrolled to. */
  readonly centreUs: number;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const { alarm, centreUs, onAcknowledge } = props;
  const detail = useAlarmDetail(alarm);
  return (
    <>
      <div className={styles.head}>
        <p>
          <strong data-testid="measured">{formatAlarm(alarm)}</strong>
          <span className="quiet"> · {formatAlarmState(alarm)}</span>
        </p>
        {awaitsAcknowledgement(alarm) && (
          <button
            onClick={() => {
              onAcknowledge(alarm);
            }}
          >
            Acknowledge <kbd>A</kbd>
          </button>
        )}
        <Labels alarm={alarm} labels={detail.data?.labels ?? []} />
      </div>
      <StripFigure
        caption="The strip at the alarm, which was last raised at the dashed line. Anomalous beats are underlined; grey stretches are poor signal."
        markUs={detail.data?.raisedUs}
        strip={detail.data?.strip}
        range={detail.data?.range}
        centreUs={centreUs}
        missing={
          detail.isPending
            ? 'Reading the strip.'
            : (detail.error?.message ?? 'No waveform is stored of this alarm: only beats were sent.')
        }
      />
    </>
  );
}

/** Every change of the alarm with who caused it, and what people said of it. */
export function AlarmHistory({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const { data } = useAlarmDetail(alarm);
  return data !== undefined && data.history.length > 0 ? <History {...data} /> : undefined;
}

/** Whether the alarm was right: what is learned from is what people say here. */
function Labels(props: {
  readonly alarm: AlarmEvent;
  readonly labels: AlarmDetailAnswer['labels'];
}): ReactNode {
  const { patientId, alarmId } = props.alarm;
  const { label: send } = useLive();
  const client = useQueryClient();
  const [said, setSaid] = useState<{ readonly alarmId: string; readonly label: AlarmLabel }>();
  const [failure, setFailure] = useState<string>();
  const newest = props.labels.at(-1);
  const current = said?.alarmId === alarmId ? said.label : newest?.label;
  const say = (label: AlarmLabel): void => {
    void send({ patientId, alarmId, label }).then((answer) => {
      setFailure(answer.ok ? undefined : answer.message);
      if (!answer.ok) return;
      setSaid({ alarmId, label });
      // Stored by the scorer a moment later.
      setTimeout(() => {
        void client.invalidateQueries({ queryKey: alarmDetailKey(alarmId) });
        void client.invalidateQueries({ queryKey: patientAlarmsKey(patientId) });
      }, 1500);
    });
  };
  return (
    <div className={styles.labels} role="group" aria-label="Was this alarm right?" data-testid="labels">
      {alarmLabels.map((label) => (
        <button
          key={label}
          aria-pressed={current === label}
          data-label={label}
          onClick={() => {
            say(label);
          }}
        >
          {labelNames[label]}
        </button>
      ))}
      {newest !== undefined && (
        <span className="quiet small">
          {labelNames[newest.label]}, {newest.actor}
        </span>
      )}
      {failure !== undefined && <span role="alert">{failure}</span>}
    </div>
  );
}

function History({ history, labels }: AlarmDetailAnswer): ReactNode {
  const lines = [
    ...history.map((change, index) => ({
      timeUs: change.timeUs,
      words: formatAlarmChange(change, history[index - 1]),
    })),
    ...labels.map(({ timeUs, label, actor }) => ({
      timeUs,
      words: `Called a ${labelNames[label].toLowerCase()} by ${actor}`,
    })),
  ];
  return (
    <section aria-label="History of this alarm" data-testid="alarm-history">
      <h3 className={styles.title}>History</h3>
      <ol className={styles.history}>
        {lines.map(({ timeUs, words }, index) => (
          <li key={index}>
            <time className="quiet">{formatMoment(timeUs)}</time>
            <span>{words}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
