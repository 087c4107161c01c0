import { alarmLabels, type AlarmEvent, type AlarmLabel } from '@beatwatch/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { SilenceButton } from '../alarms/silence-button.tsx';
import { useLive } from '../live/live-context.ts';
import type { AlarmDetailResponse, LabelledEpisode } from '../server/responses.ts';
import { formatAlarm, formatAlarmChange, formatAlarmState, formatLabel } from '../format/alarm-format.ts';
import { startedUs } from '../format/episode-format.ts';
import { formatMoment, formatTimeOfDay } from '../format/time.ts';
import { KindEvidence } from '../evidence/kind-evidence.tsx';
import { useMay } from '../shell/use-session.ts';
import type { Texts } from '../texts/texts.ts';
import { printAlarmHref } from '../print/print-href.ts';
import styles from './alarm-evidence.module.css';
import { alarmDetailKey, patientAlarmsKey, useAlarmDetail } from './queries.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { StripFigure } from './strip-figure.tsx';

/** Measurement and strip of an episode of an alarm, with the buttons to acknowledge and label it. */
export function AlarmEvidence(props: {
  /** With the evidence of the episode. */
  readonly alarm: AlarmEvent;
  /** Number of the episode; the newest without one. */
  readonly episode: number | undefined;
  /** Time to scroll the strip to. */
  readonly centreUs: number;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const t = useTexts();
  const { alarm, episode, centreUs, onAcknowledge } = props;
  const detail = useAlarmDetail(alarm, episode);
  return (
    <>
      <div className={styles.head}>
        <p>
          <strong data-testid="measured">{formatAlarm(t, alarm)}</strong>
          <span className="quiet"> · {formatAlarmState(t, alarm)}</span>
        </p>
        <AcknowledgeButton alarm={alarm} onAcknowledge={onAcknowledge} />
        <SilenceButton alarm={alarm} />
        <a className="single" href={printAlarmHref(alarm, episode)} target="_blank" rel="noopener">
          {t.patient.events.printStrip}
        </a>
        <Labels
          alarm={alarm}
          episode={detail.data?.episodes.find(({ number }) => number === detail.data.episode)}
        />
      </div>
      {detail.data !== undefined && <KindEvidence alarm={alarm} detail={detail.data} />}
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

/** Buttons to label an episode of the alarm as true or false. */
function Labels(props: {
  readonly alarm: AlarmEvent;
  /** Undefined while it is not known which is shown: the newest then. */
  readonly episode: LabelledEpisode | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, alarmId } = props.alarm;
  const { number, label: given, labelledBy } = props.episode ?? {};
  const id = `${alarmId} ${number}`;
  const { label: send } = useLive();
  const mayLabel = useMay('label');
  const client = useQueryClient();
  const [sent, setSent] = useState<{ readonly id: string; readonly label: AlarmLabel }>();
  const [failure, setFailure] = useState<string>();
  const current = sent?.id === id ? sent.label : given;
  const setLabel = (label: AlarmLabel): void => {
    void send({ patientId, alarmId, label, ...(number !== undefined && { episode: number }) }).then(
      (result) => {
        setFailure(result.ok ? undefined : result.message);
        if (!result.ok) return;
        setSent({ id, label });
        // The scorer stores it a little later.
        setTimeout(() => {
          void client.invalidateQueries({ queryKey: alarmDetailKey(alarmId) });
          void client.invalidateQueries({ queryKey: patientAlarmsKey(patientId) });
        }, 1500);
      },
    );
  };
  if (!mayLabel && given === undefined) return undefined;
  return (
    <div className={styles.labels} role="group" aria-label={t.patient.events.wasTrue} data-testid="labels">
      {(mayLabel ? alarmLabels : []).map((label) => (
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
      {given !== undefined && <span className="quiet small">{formatLabel(t, given, labelledBy)}</span>}
      {failure !== undefined && <span role="alert">{failure}</span>}
    </div>
  );
}

function History({ history, labels, episodes }: AlarmDetailResponse): ReactNode {
  const t = useTexts();
  const lines = [
    ...history.map((change, index) => ({
      timeUs: change.timeUs,
      text: formatAlarmChange(t, change, history[index - 1]),
    })),
    ...labels.map(({ timeUs, label, actor, episode }) => ({
      timeUs,
      text: [formatLabel(t, label, actor), ...meantBy(t, episode, episodes)].join(', '),
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

/** Which of several episodes a label is of. */
const meantBy = (t: Texts, number: number | undefined, episodes: readonly LabelledEpisode[]): string[] => {
  const meant = episodes.length > 1 ? episodes.find((episode) => episode.number === number) : undefined;
  return meant === undefined ? [] : [t.alarms.episodes.theOneOf(formatTimeOfDay(startedUs(meant)))];
};
