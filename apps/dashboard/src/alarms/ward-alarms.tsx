import { arrivedUs, isTechnical, type PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { alarmName } from '../format/alarm-format.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import { alarmHref } from './alarm-href.ts';
import type { WardAlarms } from './use-ward-alarms.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './ward-alarms.module.css';

/** The rest is one press away, on the station. */
const mostShown = 3;

/** One line that stays at the top of a page: the most urgent alarms, on a patient's page those of all the others. */
export function WardAlarmLine(props: WardAlarms & { readonly except?: PatientId }): ReactNode {
  const t = useTexts();
  const { alarms, nameOf, except } = props;
  const others = alarms.filter(({ patientId }) => patientId !== except);
  const shown = others.slice(0, mostShown);
  const label = except === undefined ? t.alarms.mostUrgent : t.alarms.ofOthers;
  return (
    <nav className={styles.line} aria-label={label} data-testid="ward-alarms">
      {others.length === 0 && (
        <span className="quiet">{except === undefined ? t.alarms.noOpen : t.alarms.noneOfOthers}</span>
      )}
      <ul className={styles.list} aria-live="polite">
        {shown.map((alarm) => (
          <li key={alarm.alarmId}>
            <Link
              className={styles.alarm}
              href={alarmHref(alarm)}
              prefetch={false}
              data-testid="ward-alarm"
              data-patient={alarm.patientId}
              data-state={alarm.state}
              data-priority={alarm.priority}
              data-technical={isTechnical(alarm.kind)}
            >
              <AlarmIcon alarm={alarm} />
              <strong className={styles.name}>{nameOf(alarm.patientId)}</strong>
              <span className={styles.kind} data-testid="ward-alarm-kind">
                {alarmName(t, alarm)}
              </span>
              <time>{formatTimeOfDay(arrivedUs(alarm))}</time>
            </Link>
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Link className={styles.more} href={except === undefined ? '#alarms' : '/'}>
          {t.alarms.all(others.length)}
        </Link>
      )}
    </nav>
  );
}
