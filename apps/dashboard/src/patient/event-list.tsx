import { isTechnical, type AlarmEvent, type AlarmId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { awaitsAcknowledgement } from '../live/status.ts';
import { AlarmIcon } from '../icons/status-icon.tsx';
import { alarmName, labelNames, formatMeasurement, formatAlarmState } from '../format/alarm-format.ts';
import { formatMoment } from '../format/time.ts';
import styles from './event-list.module.css';
import type { PatientEvent } from './use-events.ts';

/** The patient's alarms, newest first; one of them is chosen. */
export function EventList(props: {
  readonly events: readonly PatientEvent[];
  readonly loading: boolean;
  readonly failure: string | undefined;
  readonly chosenId: AlarmId | undefined;
  readonly onChoose: (alarmId: AlarmId) => void;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const { events, loading, failure, chosenId, onChoose, onAcknowledge } = props;
  return (
    <section className={styles.panel} aria-label="Events">
      <h2>Events</h2>
      {failure !== undefined && <p className={styles.failure}>{failure}</p>}
      {events.length === 0 && failure === undefined && (
        <p className="quiet">
          {loading ? 'Reading the events.' : 'No alarm so far. The newest beat is shown beside.'}
        </p>
      )}
      <ul className={styles.list} data-testid="events">
        {events.map((event) => (
          <li
            key={event.alarmId}
            className={styles.event}
            data-testid="alarm"
            data-patient={event.patientId}
            data-kind={event.kind}
            data-state={event.state}
            data-priority={event.priority}
            data-technical={isTechnical(event.kind)}
            data-chosen={event.alarmId === chosenId}
          >
            <button
              className={styles.choose}
              aria-pressed={event.alarmId === chosenId}
              onClick={() => {
                onChoose(event.alarmId);
              }}
            >
              <span className={styles.mark}>
                <AlarmIcon alarm={event} />
              </span>
              <span className={styles.words}>
                <strong>{alarmName(event)}</strong>
                <span>{formatMeasurement(event.kind, event.evidence)}</span>
                <span className="quiet">{formatMoment(event.raisedTimeUs)}</span>
                <span className="quiet">
                  {formatAlarmState(event)}
                  {event.label !== undefined && ` · ${labelNames[event.label].toLowerCase()}`}
                </span>
              </span>
            </button>
            {awaitsAcknowledgement(event) && (
              <button
                className={styles.acknowledge}
                onClick={() => {
                  onAcknowledge(event);
                }}
              >
                Acknowledge <kbd>A</kbd>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
