import Link from 'next/link';
import type { ReactNode } from 'react';
import { alarmHref, patientHref } from '../alarms/alarm-href.ts';
import flash from '../alarms/flash.module.css';
import { formatPatient } from '../format/patient-name.ts';
import { formatState } from '../format/stay-format.ts';
import { StatusIcon } from '../icons/status-icon.tsx';
import { LeadSelect } from '../leads/lead-select.tsx';
import { alarmOf } from '../live/status.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { LiveStrip } from '../strip/live-strip.tsx';
import type { RosterEntry } from './roster.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './tile.module.css';

/** Header, strip and heart rate of a patient: the same in every state and size. */
export function TileFace(props: RosterEntry): ReactNode {
  const t = useTexts();
  const { patientId, displayName, bed, ward, summary } = props;
  const { status, furtherAlarms } = summary;
  const alarm = alarmOf(status);
  const text = formatState(t, status, props);
  const [isHidden] = useNamesHidden();
  return (
    <>
      <header className={`${styles.header} ${flash.flashing}`}>
        <h2 className={styles.name}>
          <Link
            className={styles.link}
            href={alarm === undefined ? patientHref(patientId) : alarmHref(alarm)}
            prefetch={false}
          >
            {bed !== undefined && <span className={styles.bed}>{bed}</span>}{' '}
            {isHidden ? bed === undefined && formatPatient(props, isHidden) : displayName}
          </Link>
          <span className={styles.ward}>{ward === 'unassigned' ? '' : ward}</span>
        </h2>
        <span className={styles.status} data-testid="status" title={text}>
          <StatusIcon status={status} />
          <span className={styles.statusText} data-testid="status-text">
            {text}
          </span>
          {furtherAlarms > 0 && (
            <span title={t.station.tile.moreAlarms(furtherAlarms)}>+{furtherAlarms}</span>
          )}
        </span>
      </header>
      <div className={styles.body}>
        <LiveStrip
          patientId={patientId}
          label={t.station.tile.ecgOf(formatPatient(props, isHidden))}
          lastSampleUs={summary.lastSampleUs}
        >
          <LeadSelect patientId={patientId} lead={summary.lead} leads={summary.leads} />
        </LiveStrip>
        <p className={styles.vital}>
          <span className={styles.heartRate} data-testid="heart-rate">
            {summary.heartRateBpm ?? '–'}
          </span>
          <span className={styles.unit}>
            {t.station.tile.bpm}
            {summary.leads.length > 1 && ` ${summary.numbersLead ?? ''}`}
          </span>
        </p>
      </div>
    </>
  );
}
