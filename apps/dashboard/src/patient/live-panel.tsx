import type { PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import type { Connection } from '../live/live-feed.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { highPassHz } from '../live/signal.ts';
import { LiveStrip } from '../strip/live-strip.tsx';
import { formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import styles from './patient.module.css';

/** The running strip over the full width, with the numbers of this moment. */
export function LivePanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly connection: Connection;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const { patientId, summary, newestBeatTimeUs } = props;
  const silent = silence(props);
  return (
    <section className={styles.live} aria-label="Live">
      <div className={styles.strip}>
        <LiveStrip patientId={patientId} lead={summary?.lead} label={`Live ECG of ${patientId}`} />
        {silent !== undefined && (
          <p className={styles.silent} data-testid="not-live">
            {silent}
            {newestBeatTimeUs !== undefined && ` Stored beats reach up to ${formatMoment(newestBeatTimeUs)}.`}
          </p>
        )}
      </div>
      <dl className={styles.vitals}>
        <div>
          <dt>Heart rate</dt>
          <dd className={styles.vital}>
            {summary?.heartRateBpm ?? '–'}
            <span className={styles.unit}>bpm</span>
          </dd>
        </div>
        <div>
          <dt>Loss / threshold</dt>
          <dd>
            {formatScore(summary?.loss)} /{' '}
            {summary?.threshold === undefined && summary?.loss !== undefined
              ? 'learning'
              : formatScore(summary?.threshold)}
          </dd>
        </div>
        <div>
          <dt>Anomalous, last beats</dt>
          <dd>{formatPercent(summary?.anomalousShare)}</dd>
        </div>
      </dl>
      <p className={styles.note}>Baseline wander below {highPassHz} Hz is taken out of the live strip.</p>
    </section>
  );
}

function silence({
  summary,
  connection,
}: {
  readonly summary: PatientSummary | undefined;
  readonly connection: Connection;
}): string | undefined {
  if (connection.state === 'connecting') return 'Connecting to the gateway.';
  if (connection.state === 'lost') return `Not live: ${connection.reason}`;
  if (summary === undefined || summary.status.kind === 'waiting') return 'No live data of this patient.';
  if (summary.lead === undefined) return 'Only beats arrive for this patient, no waveform.';
  return undefined;
}
