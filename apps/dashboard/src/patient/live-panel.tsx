import { limitsInForce, type PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { scoreTooltip } from '../format/anomaly-score.ts';
import { useLimits } from '../limits/use-limits.ts';
import type { Connection } from '../live/live-feed.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { highPassHz } from '../live/signal.ts';
import { usePrintNow } from '../print/use-print-now.ts';
import { formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { DeviceFacts } from '../devices/device-facts.tsx';
import { LiveLeads } from './live-leads.tsx';
import styles from './patient.module.css';

/** Live strip over the full width, with the current figures. */
export function LivePanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly connection: Connection;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const { patientId, summary, newestBeatTimeUs } = props;
  const printNow = usePrintNow();
  const stored = useLimits(patientId).data;
  const limits = stored && limitsInForce(stored);
  // A strip that has ended says so itself, under the band over the page.
  const notLive = summary?.lastSampleUs === undefined ? notLiveReason(props) : undefined;
  const isCurrent = summary?.status.kind !== 'cut-off' && summary?.notJudgedSinceMs === undefined;
  const current = isCurrent ? summary : undefined;
  return (
    <section className={styles.live} aria-label="Live">
      <div className={styles.strips}>
        <LiveLeads patientId={patientId} summary={summary} />
        {notLive !== undefined && (
          <p className={styles.notLive} data-testid="not-live">
            {notLive}
            {newestBeatTimeUs !== undefined &&
              ` The newest stored beat is from ${formatMoment(newestBeatTimeUs)}.`}
          </p>
        )}
      </div>
      <dl className={styles.vitals}>
        <div>
          <dt>Heart rate{sourceOf(summary)}</dt>
          <dd className={styles.vital}>
            {summary?.heartRateBpm ?? '–'}
            <span className={styles.unit}>bpm</span>
            {limits !== undefined && (
              <span
                className={styles.limits}
                title="Limits of its alarms, high and low"
                data-testid="rate-limits"
              >
                {limits.heartRateHighBpm}
                <br />
                {limits.heartRateLowBpm}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt title={scoreTooltip}>Anomaly score / threshold{sourceOf(summary)}</dt>
          <dd>
            {formatScore(current?.anomalyScore)} /{' '}
            {current?.threshold === undefined && current?.anomalyScore !== undefined
              ? 'learning'
              : formatScore(current?.threshold)}
          </dd>
        </div>
        <div>
          <dt title="Share of anomalous beats among the recent ones with good signal">Anomalous beats</dt>
          <dd>{formatPercent(current?.anomalousShare)}</dd>
        </div>
      </dl>
      <p className={styles.note}>
        <button
          data-testid="print"
          onClick={() => {
            printNow(patientId);
          }}
        >
          Print the last 20 s <kbd>P</kbd>
        </button>{' '}
        The live strip is filtered: baseline wander below {highPassHz} Hz is removed.
        {summary !== undefined && (
          <span className={styles.device}>
            <DeviceFacts summary={summary} />
          </span>
        )}
      </p>
    </section>
  );
}

/** Which lead a number comes from. */
const sourceOf = (summary: PatientSummary | undefined): string =>
  summary?.numbersLead === undefined ? '' : ` from ${summary.numbersLead}`;

function notLiveReason({
  summary,
  connection,
}: {
  readonly summary: PatientSummary | undefined;
  readonly connection: Connection;
}): string | undefined {
  if (connection.state === 'connecting') return 'Connecting to the server for live data.';
  if (connection.state === 'lost') return `Not live: ${connection.reason}`;
  if (summary === undefined || summary.status.kind === 'waiting') return 'Waiting for data of this patient.';
  if (summary.lead === undefined) return 'The device sends only beats, no waveform.';
  return undefined;
}
