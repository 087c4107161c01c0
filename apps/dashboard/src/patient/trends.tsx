import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useMemo, useState, type ReactNode } from 'react';
import { useQuality, useTrend, type Range } from './queries.ts';
import { signalSegments } from './signal-segments.ts';
import { trendColumns } from './trend-series.ts';
import { TrendChart } from './trend-chart.tsx';
import styles from './trends.module.css';

const hourUs = 3600e6;
/** Signal quality is kept by the second: more of it would be slow to read. */
const qualityHours = 24;
const spans = [
  { words: '1 h', hours: 1 },
  { words: '6 h', hours: 6 },
  { words: '24 h', hours: 24 },
  { words: '7 days', hours: 168 },
  { words: '30 days', hours: 720 },
] as const;

/** Heart rate and loss over time, from the continuous aggregates, up to the newest stored beat. */
export function Trends(props: {
  readonly patientId: PatientId;
  readonly endUs: number | undefined;
  readonly events: readonly AlarmEvent[];
  readonly loading: boolean;
  readonly failure: string | undefined;
}): ReactNode {
  const { patientId, endUs, events, loading, failure } = props;
  const [hours, setHours] = useState<number>(1);
  return (
    <section className={styles.panel} aria-label="Trends" data-testid="trends">
      <header className={styles.header}>
        <h2>Trends</h2>
        <div className={styles.spans} role="group" aria-label="Range">
          {spans.map((span) => (
            <button
              key={span.hours}
              aria-pressed={span.hours === hours}
              onClick={() => {
                setHours(span.hours);
              }}
            >
              {span.words}
            </button>
          ))}
        </div>
      </header>
      {endUs === undefined ? (
        <p className="quiet">
          {failure ??
            (loading
              ? 'Reading the history.'
              : 'No beat is stored yet; trends begin with the first full minute.')}
        </p>
      ) : (
        <Charts patientId={patientId} endUs={endUs} hours={hours} events={events} />
      )}
    </section>
  );
}

function Charts(props: {
  readonly patientId: PatientId;
  readonly endUs: number;
  readonly hours: number;
  readonly events: readonly AlarmEvent[];
}): ReactNode {
  const { patientId, endUs, hours, events } = props;
  // To the minute: the same address for a minute, so that the answer is kept.
  const toUs = Math.ceil(endUs / 60e6) * 60e6;
  const range = useMemo((): Range => ({ fromUs: toUs - hours * hourUs, toUs }), [toUs, hours]);
  const trend = useTrend(patientId, range);
  const columns = useMemo(
    () => (trend.data === undefined ? undefined : trendColumns(trend.data.points, trend.data.bucket)),
    [trend.data],
  );
  const marksSeconds = useMemo(() => events.map(({ raisedTimeUs }) => raisedTimeUs / 1e6), [events]);
  const quality = useQuality(patientId, hours <= qualityHours ? range : undefined);
  const signal = useMemo(
    () => (quality.data === undefined ? [] : signalSegments(quality.data)),
    [quality.data],
  );
  if (trend.isError) return <p className="quiet">{trend.error.message}</p>;
  if (columns === undefined) return <p className="quiet">Reading the trend.</p>;
  if (columns.timesSeconds.length === 0) {
    return <p className="quiet">Nothing yet for this range; a minute appears here once it is over.</p>;
  }
  return (
    <>
      <TrendChart
        title="Heart rate, bpm"
        range={range}
        marksSeconds={marksSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanHeartRate}
        low={columns.minHeartRate}
        high={columns.maxHeartRate}
        signal={signal}
      />
      <TrendChart
        title="Loss"
        range={range}
        marksSeconds={marksSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanLoss}
        high={columns.maxLoss}
        fromZero
      />
      <p className="quiet small">
        One point a {trend.data?.bucket}. Line: mean. Shaded: lowest to highest heart rate, mean to highest
        loss. Upright lines: alarms.{' '}
        {hours <= qualityHours
          ? 'At the foot of the heart rate: filled where the signal is poor, outlined where there is none, a line above where it came late.'
          : `Poor signal and gaps are shown for ranges up to ${qualityHours} h.`}{' '}
        Drag across to look closer, double-click to go back.
      </p>
    </>
  );
}
