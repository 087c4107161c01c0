import type { Patient } from '@beatwatch/timescale';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EndedAgo } from '../alarms/ended-ago.tsx';
import { alarmOf, type Status } from '../live/status.ts';
import { StatusIcon } from '../icons/status-icon.tsx';
import { ConnectionBadge } from '../shell/connection-badge.tsx';
import { DisplayMenu } from '../shell/display-menu.tsx';
import { useNamesHidden } from '../shell/names-button.tsx';
import shell from '../shell/shell.module.css';
import { Who } from '../shell/who.tsx';
import { SoundButton } from '../sound/sound-button.tsx';
import { formatPatient } from '../format/patient-name.ts';
import { formatStatus } from '../format/status-format.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patient.module.css';

export function PatientBar(props: {
  readonly patient: Pick<Patient, 'patientId' | 'displayName' | 'bed'>;
  readonly ward: string | undefined;
  readonly status: Status | undefined;
}): ReactNode {
  const t = useTexts();
  const { patient, ward, status } = props;
  const [isHidden] = useNamesHidden();
  return (
    <header className={shell.bar}>
      <Link className="single" href="/">
        {t.shell.toStation}
      </Link>
      <h1>{formatPatient(patient, isHidden)}</h1>
      <span className="quiet">
        {[isHidden ? undefined : patient.patientId, ward === 'unassigned' ? undefined : ward]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      {status !== undefined && (
        <span
          className={styles.status}
          data-testid="patient-state"
          data-state={status.kind}
          data-priority={alarmOf(status)?.priority}
        >
          <StatusIcon status={status} />
          {formatStatus(t, status)}
          {status.kind === 'latched' && (
            <>
              , <EndedAgo alarm={status.alarm} />
            </>
          )}
        </span>
      )}
      <span className={shell.spacer} />
      <ConnectionBadge />
      <SoundButton />
      <DisplayMenu />
      <Who />
    </header>
  );
}
