import { limitsInForce, type PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useLimits } from '../limits/use-limits.ts';
import type { Connection } from '../live/live-feed.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { highPassHz } from '../live/signal.ts';
import { usePrintNow } from '../print/use-print-now.ts';
import { formatNumber, formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { DeviceFacts } from '../devices/device-facts.tsx';
import type { Texts } from '../texts/texts.ts';
import { LiveLeads } from './live-leads.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './patient.module.css';

/** Live strip over the full width, with the current figures. */
export function LivePanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly connection: Connection;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, summary, newestBeatTimeUs } = props;
  const { live: texts } = t.patient;
  const printNow = usePrintNow();
  const stored = useLimits(patientId).data;
  const limits = stored && limitsInForce(stored);
  // A strip that has ended says so itself, under the band over the page.
  const notLive = summary?.lastSampleUs === undefined ? notLiveReason(t, props) : undefined;
  const isCurrent = summary?.status.kind !== 'cut-off' && summary?.notJudgedSinceMs === undefined;
  const current = isCurrent ? summary : undefined;
  return (
    <section className={styles.live} aria-label={texts.label}>
      <div className={styles.strips}>
        <LiveLeads patientId={patientId} summary={summary} />
        {notLive !== undefined && (
          <p className={styles.notLive} data-testid="not-live">
            {notLive}
            {newestBeatTimeUs !== undefined && ` ${texts.newestBeat(formatMoment(t, newestBeatTimeUs))}`}
          </p>
        )}
      </div>
      <dl className={styles.vitals}>
        <div>
          <dt>
            {texts.heartRate}
            {sourceOf(t, summary)}
          </dt>
          <dd className={styles.vital}>
            {summary?.heartRateBpm ?? '–'}
            <span className={styles.unit}>{t.station.tile.bpm}</span>
            {limits !== undefined && (
              <span className={styles.limits} title={texts.limitsTitle} data-testid="rate-limits">
                {limits.heartRateHighBpm}
                <br />
                {limits.heartRateLowBpm}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt title={t.beats.scoreTooltip}>
            {texts.score}
            {sourceOf(t, summary)}
          </dt>
          <dd>
            {formatScore(t, current?.anomalyScore)} /{' '}
            {current?.threshold === undefined && current?.anomalyScore !== undefined
              ? texts.learning
              : formatScore(t, current?.threshold)}
          </dd>
        </div>
        <div>
          <dt title={texts.anomalousTitle}>{texts.anomalousBeats}</dt>
          <dd>{formatPercent(t, current?.anomalousShare)}</dd>
        </div>
      </dl>
      <p className={styles.note}>
        <button
          data-testid="print"
          onClick={() => {
            printNow(patientId);
          }}
        >
          {texts.print} <kbd>P</kbd>
        </button>{' '}
        {texts.filtered(formatNumber(t, highPassHz))}
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
const sourceOf = (t: Texts, summary: PatientSummary | undefined): string =>
  summary?.numbersLead === undefined ? '' : ` ${t.patient.live.from(summary.numbersLead)}`;

function notLiveReason(
  { patient: { live: texts } }: Texts,
  props: { readonly summary: PatientSummary | undefined; readonly connection: Connection },
): string | undefined {
  const { summary, connection } = props;
  if (connection.state === 'connecting') return texts.connecting;
  if (connection.state === 'lost') return texts.lost(connection.reason);
  if (summary === undefined || summary.status.kind === 'waiting') return texts.waiting;
  if (summary.lead === undefined) return texts.onlyBeats;
  return undefined;
}
