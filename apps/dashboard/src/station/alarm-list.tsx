import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AlarmMark } from '../marks/status-mark.tsx';
import { alarmName, counted, moment, priorityWords } from '../words/words.ts';
import styles from './alarm-list.module.css';

/** Open alarms, the most urgent first. */
export function AlarmList(props: {
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const { alarms, nameOf, onAcknowledge } = props;
  return (
    <aside className={styles.panel} aria-label="Alarms" data-testid="alarm-list">
      <h2>{alarms.length === 0 ? 'Alarms' : counted(alarms.length, 'open alarm')}</h2>
      {alarms.length === 0 && <p className="quiet">None open. New ones appear here and on the tile.</p>}
      <ul className={styles.list} aria-live="polite">
        {alarms.map((alarm) => (
          <li
            key={alarm.alarmId}
            className={styles.alarm}
            data-testid="alarm"
            data-patient={alarm.patientId}
            data-kind={alarm.kind}
            data-state={alarm.state}
            data-priority={alarm.priority}
          >
            <span className={styles.mark} title={priorityWords[alarm.priority]}>
              <AlarmMark priority={alarm.priority} acknowledged={alarm.state === 'acknowledged'} />
            </span>
            <Link
              className={styles.link}
              href={`/patients/${encodeURIComponent(alarm.patientId)}?alarm=${encodeURIComponent(alarm.alarmId)}`}
              prefetch={false}
            >
              <strong>{nameOf(alarm.patientId)}</strong>
              <span>{alarmName(alarm)}</span>
            </Link>
            <span className={styles.foot}>
              <span className="quiet">
                {moment(alarm.raisedTimeUs)}
                {alarm.state === 'acknowledged' && `, acknowledged by ${alarm.actor ?? 'staff'}`}
              </span>
              {alarm.state === 'active' && (
                <button
                  className={styles.acknowledge}
                  onClick={() => {
                    onAcknowledge(alarm);
                  }}
                >
                  Acknowledge
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
