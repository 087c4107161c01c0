import type { PatientId } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EndedAgo } from '../alarms/ended-ago.tsx';
import { alarmOf, type Status } from '../live/status.ts';
import { StatusIcon } from '../icons/status-icon.tsx';
import { ConnectionBadge } from '../shell/connection-badge.tsx';
import shell from '../shell/shell.module.css';
import { SoundButton } from '../sound/sound-button.tsx';
import { ThemeSelect } from '../shell/theme-select.tsx';
import { formatStatus } from '../format/status-format.ts';
import styles from './patient.module.css';

export function PatientBar(props: {
  readonly patientId: PatientId;
  readonly displayName: string;
  readonly ward: string | undefined;
  readonly status: Status | undefined;
}): ReactNode {
  const { patientId, displayName, ward, status } = props;
  return (
    <header className={shell.bar}>
      <Link href="/">← Central station</Link>
      <h1>{displayName}</h1>
      <span className="quiet">
        {patientId}
        {ward !== undefined && ward !== 'unassigned' && ` · ${ward}`}
      </span>
      {status !== undefined && (
        <span
          className={styles.status}
          data-testid="patient-state"
          data-state={status.kind}
          data-priority={alarmOf(status)?.priority}
        >
          <StatusIcon status={status} />
          {formatStatus(status)}
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
      <ThemeSelect />
    </header>
  );
}
