import type { DirectoryEntry } from '@beatwatch/timescale';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { patientHref } from '../alarms/alarm-href.ts';
import { formatPatient } from '../format/patient-name.ts';
import { formatState, formatStay } from '../format/stay-format.ts';
import { StatusIcon } from '../icons/status-icon.tsx';
import type { PatientSummary } from '../live/live-patient.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useMay } from '../shell/use-session.ts';
import { PatientActions } from './patient-actions.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patients.module.css';

/** One patient of the list; what can be done opens below. */
export function PatientRow(props: {
  readonly entry: DirectoryEntry;
  readonly live: PatientSummary | undefined;
}): ReactNode {
  const t = useTexts();
  const { entry, live } = props;
  const [isOpen, setOpen] = useState(false);
  const mayChange = useMay('admission');
  const [isHidden] = useNamesHidden();
  return (
    <li className={styles.row} data-testid="patient-row" data-patient={entry.patientId}>
      <span className={styles.who}>
        <Link href={patientHref(entry.patientId)}>{formatPatient(entry, isHidden)}</Link>{' '}
        <span className="quiet">{entry.ward === 'unassigned' ? t.shell.ward.none : entry.ward}</span>
      </span>
      <span className={styles.state}>
        {entry.admission === 'discharged' || live === undefined ? (
          <span className="quiet">{entry.admission === 'discharged' ? '' : t.station.tile.nothingYet}</span>
        ) : (
          <>
            <StatusIcon status={live.status} /> {formatState(t, live.status, entry)}
          </>
        )}
        {entry.openAlarms > 0 && ` · ${t.pages.patients.openAlarms(entry.openAlarms)}`}
      </span>
      <span className="quiet">{formatStay(t, entry)}</span>
      {mayChange && (
        <button
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {t.pages.patients.change}
        </button>
      )}
      {isOpen && <PatientActions key={`${entry.ward} ${entry.bed ?? ''} ${entry.admission}`} entry={entry} />}
    </li>
  );
}
