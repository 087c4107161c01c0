'use client';

import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { alarmOf, type Status } from '../live/status.ts';
import { StatusIcon } from '../icons/status-icon.tsx';
import { LiveStrip } from '../strip/live-strip.tsx';
import { alarmName } from '../format/alarm-format.ts';
import { scoreTooltip } from '../format/anomaly-score.ts';
import { formatStatus } from '../format/status-format.ts';
import { formatCount, formatPercent, formatScore } from '../format/numbers.ts';
import { formatTimeOfDay } from '../format/time.ts';
import type { RosterEntry } from './roster.ts';
import styles from './tile.module.css';

export interface TileProps extends Omit<RosterEntry, 'summary'> {
  readonly summary: RosterEntry['summary'];
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}

/** Tile of one patient. Its layout is the same in every state. */
export const Tile = memo(function Tile(props: TileProps): ReactNode {
  const { patientId, displayName, ward, summary, onAcknowledge } = props;
  const { status, furtherAlarms } = summary;
  const alarm = alarmOf(status);
  return (
    <article
      className={styles.tile}
      data-testid="tile"
      data-patient={patientId}
      data-state={status.kind}
      data-priority={alarm?.priority}
      data-kind={alarm?.kind}
    >
      <header className={styles.header}>
        <h2 className={styles.name}>
          <Link className={styles.link} href={patientHref(patientId, status)} prefetch={false}>
            {displayName}
          </Link>
          <span className={styles.ward}>{ward === 'unassigned' ? '' : ward}</span>
        </h2>
        <span className={styles.status} data-testid="status">
          <StatusIcon status={status} />
          <span className={styles.statusText}>{formatStatus(status)}</span>
          {furtherAlarms > 0 && (
            <span title={formatCount(furtherAlarms, 'more open alarm')}>+{furtherAlarms}</span>
          )}
        </span>
      </header>
      <div className={styles.body}>
        <LiveStrip patientId={patientId} lead={summary.lead} label={`ECG of ${displayName}`} lastSampleUs={summary.lastSampleUs} />
        <p className={styles.vital}>
          <span className={styles.heartRate} data-testid="heart-rate">
            {summary.heartRateBpm ?? '–'}
          </span>
          <span className={styles.unit}>bpm</span>
        </p>
      </div>
      <footer className={styles.footer}>
        <p className={styles.facts}>
          <Facts {...props} />
        </p>
        {alarm !== undefined && (
          <AcknowledgeButton alarm={alarm} onAcknowledge={onAcknowledge} className={styles.acknowledge} />
        )}
      </footer>
    </article>
  );
});

function Facts({ summary }: TileProps): ReactNode {
  const { status, anomalyScore, threshold, anomalousShare, notJudgedSinceMs } = summary;
  const alarm = alarmOf(status);
  if (status.kind === 'cut-off' || notJudgedSinceMs !== undefined) {
    return (
      <span className="quiet" data-testid="not-current">
        {notCurrentText(summary)}
        {alarm !== undefined && ` · ${alarmName(alarm)} before`}
      </span>
    );
  }
  if (anomalyScore === undefined) return <span className="quiet">No beats scored yet</span>;
  return (
    <>
      <span title={scoreTooltip}>
        <span className="quiet">Score</span> {formatScore(anomalyScore)}
        <span className="quiet"> / {threshold === undefined ? 'learning' : formatScore(threshold)}</span>
      </span>
      {alarm !== undefined ? (
        <span>
          <span className="quiet">since</span> {formatTimeOfDay(arrivedUs(alarm))}
        </span>
      ) : (
        threshold !== undefined && (
          <span>
            <span className="quiet">Anomalous</span> {formatPercent(anomalousShare)}
          </span>
        )
      )}
    </>
  );
}

/** What the header does not say: it shows an alarm that sounds, or since when the patient is not judged. */
function notCurrentText({ status, notJudgedSinceMs }: TileProps['summary']): string {
  if (status.kind === 'not-judged') return 'Signal comes, watch at the bedside';
  if (status.kind === 'cut-off') return 'Watch at the bedside';
  if (notJudgedSinceMs === undefined) return 'Nothing received yet';
  return `Not judged since ${formatTimeOfDay(notJudgedSinceMs * 1000)}`;
}

function patientHref(patientId: string, status: Status): string {
  const path = `/patients/${encodeURIComponent(patientId)}`;
  const alarm = alarmOf(status);
  return alarm === undefined ? path : `${path}?alarm=${encodeURIComponent(alarm.alarmId)}`;
}
