'use client';

import type { AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import type { Status } from '../live/status.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { LiveStrip } from '../strip/live-strip.tsx';
import { clockTime, lossText, percent, statusWords } from '../words/words.ts';
import type { RosterEntry } from './roster.ts';
import styles from './tile.module.css';

export interface TileProps extends Omit<RosterEntry, 'summary'> {
  readonly summary: RosterEntry['summary'];
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}

/** One patient at a glance. Its parts keep their place whatever the state. */
export const Tile = memo(function Tile(props: TileProps): ReactNode {
  const { patientId, displayName, ward, summary, onAcknowledge } = props;
  const { status } = summary;
  return (
    <article
      className={styles.tile}
      data-testid="tile"
      data-patient={patientId}
      data-state={status.kind}
      data-priority={'alarm' in status ? status.alarm.priority : undefined}
    >
      <header className={styles.header}>
        <h2 className={styles.name}>
          <Link className={styles.link} href={patientHref(patientId, status)} prefetch={false}>
            {displayName}
          </Link>
          <span className={styles.ward}>{ward === 'unassigned' ? '' : ward}</span>
        </h2>
        <span className={styles.status} data-testid="status">
          <StatusMark status={status} />
          {statusWords(status)}
        </span>
      </header>
      <div className={styles.body}>
        <LiveStrip patientId={patientId} lead={summary.lead} label={`ECG of ${displayName}`} />
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
        {status.kind === 'alarm' && (
          <button
            className={styles.acknowledge}
            onClick={() => {
              onAcknowledge(status.alarm);
            }}
          >
            Acknowledge <kbd>A</kbd>
          </button>
        )}
      </footer>
    </article>
  );
});

function Facts({ summary }: TileProps): ReactNode {
  const { status, loss, threshold, anomalousShare } = summary;
  if (loss === undefined) return <span className="quiet">No beat scored yet</span>;
  return (
    <>
      <span>
        <span className="quiet">Loss</span> {lossText(loss)}
        <span className="quiet"> / {threshold === undefined ? 'learning' : lossText(threshold)}</span>
      </span>
      {'alarm' in status ? (
        <span>
          <span className="quiet">since</span> {clockTime(status.alarm.raisedTimeUs)}
        </span>
      ) : (
        threshold !== undefined && (
          <span>
            <span className="quiet">Anomalous</span> {percent(anomalousShare)}
          </span>
        )
      )}
    </>
  );
}

function patientHref(patientId: string, status: Status): string {
  const path = `/patients/${encodeURIComponent(patientId)}`;
  return 'alarm' in status ? `${path}?alarm=${encodeURIComponent(status.alarm.alarmId)}` : path;
}
