import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { AlarmDuration } from '../alarms/alarm-duration.tsx';
import { alarmHref } from '../alarms/alarm-href.ts';
import { AlarmRow } from '../alarms/alarm-row.tsx';
import { SilenceButton } from '../alarms/silence-button.tsx';
import flash from '../alarms/flash.module.css';
import { alarmName, formatAlarmState, formatMeasurement, priorityNames } from '../format/alarm-format.ts';
import { formatRaised } from '../format/alarm-moment.ts';
import { formatCount } from '../format/numbers.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import styles from './alarm-panel.module.css';

/** Beyond it, technical alarms are counted only. */
const maxTechnical = 50;

/** Open alarms, the most urgent first, the technical ones under a heading of their own. */
export function OpenAlarms(props: AlarmPanelProps): ReactNode {
  const clinical = props.alarms.filter(({ kind }) => !isTechnical(kind));
  const technical = props.alarms.filter(({ kind }) => isTechnical(kind));
  return (
    <>
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
    </>
  );
}

function Entries({ alarms, nameOf, onAcknowledge }: AlarmPanelProps): ReactNode {
  return (
    <ul className={styles.list} aria-live="polite">
      {alarms.map((alarm) => (
        <AlarmRow key={alarm.alarmId} alarm={alarm} className={styles.alarm}>
          <Link className={`${styles.link} ${flash.flashing}`} href={alarmHref(alarm)} prefetch={false}>
            <span className={styles.icon} title={priorityNames[alarm.priority]}>
              <AlarmIcon alarm={alarm} />
            </span>
            <strong>{nameOf(alarm.patientId)}</strong>
            <span>{alarmName(alarm)}</span>
          </Link>
          <Measured alarm={alarm} />
          <span className={styles.foot}>
            <span className="quiet">
              {formatRaised(alarm)} · {formatAlarmState(alarm)}
            </span>
            <SilenceButton alarm={alarm} className={styles.acknowledge} />
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

function Measured({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const measured = formatMeasurement(alarm.kind, alarm.evidence);
  return (
    <span className={styles.measured}>
      {measured !== undefined && `${measured} · `}
      <AlarmDuration alarm={alarm} />
    </span>
  );
}
