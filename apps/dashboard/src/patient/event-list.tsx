import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { AlarmRow } from '../alarms/alarm-row.tsx';
import { alarmName, formatAlarmState, formatLabel, formatMeasurement } from '../format/alarm-format.ts';
import { formatTimes } from '../format/episode-format.ts';
import { EpisodeList } from '../episodes/episode-list.tsx';
import { formatRaised } from '../format/alarm-moment.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import styles from './event-list.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import type { PatientEvent } from './use-events.ts';

/** The patient's alarms, newest first, for choosing one. */
export function EventList(props: {
  readonly events: readonly PatientEvent[];
  readonly loading: boolean;
  readonly failure: string | undefined;
  readonly chosenId: AlarmId | undefined;
  /** Number of the chosen alarm's episode that is shown; undefined: the newest. */
  readonly chosenEpisode: number | undefined;
  readonly onChoose: (alarmId: AlarmId, episode?: number) => void;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const t = useTexts();
  const { events, loading, failure, chosenId, chosenEpisode, onChoose, onAcknowledge } = props;
  return (
    <section className={styles.panel} aria-label={t.patient.events.title}>
      <h2>{t.patient.events.title}</h2>
      {failure !== undefined && <p className={styles.failure}>{failure}</p>}
      {events.length === 0 && failure === undefined && (
        <p className="quiet">{loading ? t.patient.events.loading : t.patient.events.none}</p>
      )}
      <ul className={styles.list} data-testid="events">
        {events.map((event) => {
          const chosen = event.alarmId === chosenId;
          const times = formatTimes(t, event);
          return (
            <AlarmRow key={event.alarmId} alarm={event} className={styles.event} chosen={chosen}>
              <button
                className={styles.choose}
                aria-pressed={chosen}
                onClick={() => {
                  onChoose(event.alarmId);
                }}
              >
                <span className={styles.icon}>
                  <AlarmIcon alarm={event} />
                </span>
                <span className={styles.text}>
                  <strong>
                    {alarmName(t, event)}
                    {times !== undefined && `, ${times}`}
                  </strong>
                  <span>{formatMeasurement(t, event)}</span>
                  <span className="quiet">{formatRaised(t, event)}</span>
                  <span className="quiet">
                    {formatAlarmState(t, event)}
                    {event.label !== undefined && ` · ${formatLabel(t, event.label)}`}
                  </span>
                </span>
              </button>
              <AcknowledgeButton
                alarm={event}
                onAcknowledge={onAcknowledge}
                className={styles.acknowledge}
                showKey={false}
              />
              {chosen && times !== undefined && (
                <div className={styles.episodes}>
                  <EpisodeList
                    alarm={event}
                    chosen={chosenEpisode}
                    onChoose={(episode) => {
                      onChoose(event.alarmId, episode);
                    }}
                  />
                </div>
              )}
            </AlarmRow>
          );
        })}
      </ul>
    </section>
  );
}
