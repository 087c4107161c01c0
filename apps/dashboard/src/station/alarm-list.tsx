import { isTechnical, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { AlarmRow } from '../alarms/alarm-row.tsx';
import { alarmName, formatAlarmState, formatMeasurement, priorityNames } from '../format/alarm-format.ts';
import { formatCount } from '../format/numbers.ts';
import { formatRaised } from '../format/alarm-moment.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import styles from './alarm-list.module.css';

interface AlarmListProps {
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
  /** Whether a new alarm would appear: not while the station is cut off or nobody is judged. */
  readonly isWatching: boolean;
}

/** Beyond it, technical alarms are counted only. */
const maxTechnical = 50;

/** Open alarms, the most urgent first, clinical and technical ones under separate headings. */
export function AlarmList(props: AlarmListProps): ReactNode {
  const clinical = props.alarms.filter(({ kind }) => !isTechnical(kind));
  const technical = props.alarms.filter(({ kind }) => isTechnical(kind));
  return (
    <aside className={styles.panel} aria-label="Alarms" data-testid="alarm-list">
      <h2>{clinical.length === 0 ? 'Alarms' : formatCount(clinical.length, 'open alarm')}</h2>
      {clinical.length === 0 && (
        <p className="quiet">
          {props.isWatching
            ? 'No open alarms. New ones appear here and on the patient’s tile.'
            : 'No alarms were open before the interruption. New ones may be missing.'}
        </p>
      )}
      <Entries {...props} alarms={clinical} />
      {technical.length > 0 && <h2>{formatCount(technical.length, 'technical alarm')}</h2>}
      <Entries {...props} alarms={technical.slice(0, maxTechnical)} />
      {technical.length > maxTechnical && (
        <p className="quiet">{technical.length - maxTechnical} more technical alarms.</p>
      )}
    </aside>
  );
}

function Entries({ alarms, nameOf, onAcknowledge }: Omit<AlarmListProps, 'isWatching'>): ReactNode {
  return (
    <ul className={styles.list} aria-live="polite">
      {alarms.map((alarm) => (
        <AlarmRow key={alarm.alarmId} alarm={alarm} className={styles.alarm}>
          <span className={styles.icon} title={priorityNames[alarm.priority]}>
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
              {formatRaised(alarm)} · {formatAlarmState(alarm)}
            </span>
            <AcknowledgeButton
              alarm={alarm}
              onAcknowledge={onAcknowledge}
              className={styles.acknowledge}
              showKey={false}
            />
          </span>
        </AlarmRow>
      ))}
    </ul>
  );
}
