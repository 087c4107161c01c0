import { isTechnical, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { awaitsAcknowledgement } from '../live/status.ts';
import { AlarmIcon } from '../icons/status-icon.tsx';
import { alarmName, formatMeasurement, priorityNames, formatAlarmState } from '../format/alarm-format.ts';
import { formatCount } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import styles from './alarm-list.module.css';

interface AlarmListProps {
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}

/** Open alarms, the most urgent first: those of patients, and apart from them those of electrodes and links. */
export function AlarmList(props: AlarmListProps): ReactNode {
  const clinical = props.alarms.filter(({ kind }) => !isTechnical(kind));
  const technical = props.alarms.filter(({ kind }) => isTechnical(kind));
  return (
    <aside className={styles.panel} aria-label="Alarms" data-testid="alarm-list">
      <h2>{clinical.length === 0 ? 'Alarms' : formatCount(clinical.length, 'open alarm')}</h2>
      {clinical.length === 0 && <p className="quiet">None open. New ones appear here and on the tile.</p>}
      <Entries {...props} alarms={clinical} />
      {technical.length > 0 && <h2>{formatCount(technical.length, 'technical alarm')}</h2>}
      <Entries {...props} alarms={technical} />
    </aside>
  );
}

function Entries({ alarms, nameOf, onAcknowledge }: AlarmListProps): ReactNode {
  return (
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
          data-technical={isTechnical(alarm.kind)}
        >
          <span className={styles.mark} title={priorityNames[alarm.priority]}>
            <AlarmIcon alarm={alarm} />
          </span>
          <Link
            className={styles.link}
            href={`/patients/${encodeURIComponent(alarm.patientId)}?alarm=${encodeURIComponent(alarm.alarmId)}`}
            prefetch={false}
          >
            <strong>{nameOf(alarm.patientId)}</strong>
            <span>{alarmName(alarm)}</span>
            <span className={styles.measured}>{formatMeasurement(alarm.kind, alarm.evidence)}</span>
          </Link>
          <span className={styles.foot}>
            <span className="quiet">
              {formatMoment(alarm.raisedTimeUs)} · {formatAlarmState(alarm)}
            </span>
            {awaitsAcknowledgement(alarm) && (
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
  );
}
