import { isTechnical, type AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { AlarmDuration } from '../alarms/alarm-duration.tsx';
import { alarmHref } from '../alarms/alarm-href.ts';
import { AlarmRow } from '../alarms/alarm-row.tsx';
import { SilenceButton } from '../alarms/silence-button.tsx';
import flash from '../alarms/flash.module.css';
import { alarmName, formatAlarmState, formatMeasurement } from '../format/alarm-format.ts';
import { formatRaised } from '../format/alarm-moment.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './alarm-panel.module.css';

/** Beyond it, technical alarms are counted only. */
const maxTechnical = 50;

/** Open alarms, the most urgent first, the technical ones under a heading of their own. */
export function OpenAlarms(props: AlarmPanelProps): ReactNode {
  const { panel: texts } = useTexts().station;
  const clinical = props.alarms.filter(({ kind }) => !isTechnical(kind));
  const technical = props.alarms.filter(({ kind }) => isTechnical(kind));
  return (
    <>
      {clinical.length === 0 && (
        <p className="quiet">{props.isWatching ? texts.noneOpen : texts.noneBefore}</p>
      )}
      <Entries {...props} alarms={clinical} />
      {technical.length > 0 && <h2>{texts.technical(technical.length)}</h2>}
      <Entries {...props} alarms={technical.slice(0, maxTechnical)} />
      {technical.length > maxTechnical && (
        <p className="quiet">{texts.moreTechnical(technical.length - maxTechnical)}</p>
      )}
    </>
  );
}

function Entries({ alarms, nameOf, onAcknowledge }: AlarmPanelProps): ReactNode {
  const t = useTexts();
  return (
    <ul className={styles.list} aria-live="polite">
      {alarms.map((alarm) => (
        <AlarmRow key={alarm.alarmId} alarm={alarm} className={styles.alarm}>
          <Link className={`${styles.link} ${flash.flashing}`} href={alarmHref(alarm)} prefetch={false}>
            <span className={styles.icon} title={t.alarms.priorities[alarm.priority]}>
              <AlarmIcon alarm={alarm} />
            </span>
            <strong>{nameOf(alarm.patientId)}</strong>
            <span>{alarmName(t, alarm)}</span>
          </Link>
          <Measured alarm={alarm} />
          <span className={styles.foot}>
            <span className="quiet">
              {formatRaised(t, alarm)} · {formatAlarmState(t, alarm)}
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
  const t = useTexts();
  const measured = formatMeasurement(t, alarm);
  return (
    <span className={styles.measured}>
      {measured !== undefined && `${measured} · `}
      <AlarmDuration alarm={alarm} />
    </span>
  );
}
