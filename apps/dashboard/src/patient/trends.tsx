import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useQuality, useTrend } from './queries.ts';
import { signalSegments } from './signal-segments.ts';
import { trendColumns } from './trend-series.ts';
import { TrendChart } from './trend-chart.tsx';
import styles from './trends.module.css';

const hourUs = 3600e6;
/** Signal quality is stored for each second: longer ranges would load slowly. */
const maxQualityHours = 24;
const spans = [
  { label: '1 h', hours: 1 },
  { label: '6 h', hours: 6 },
  { label: '24 h', hours: 24 },
  { label: '7 days', hours: 168 },
  { label: '30 days', hours: 720 },
] as const;

/** Heart rate and anomaly score over time, up to the newest stored beat. */
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
              {span.label}
            </button>
          ))}
        </div>
      </header>
      {endUs === undefined ? (
        <p className="quiet">
          {failure ??
            (loading
              ? 'Loading the history.'
              : 'No beats stored yet. Trends begin with the first full minute.')}
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
  // Rounded to the minute, so that the cached response serves for a minute.
  const toUs = Math.ceil(endUs / 60e6) * 60e6;
  const range = useMemo((): TimeRange => ({ fromUs: toUs - hours * hourUs, toUs }), [toUs, hours]);
  const trend = useTrend(patientId, range);
  const columns = useMemo(
    () => (trend.data === undefined ? undefined : trendColumns(trend.data.points, trend.data.bucket)),
    [trend.data],
  );
  const alarmTimesSeconds = useMemo(() => events.map(({ raisedTimeUs }) => raisedTimeUs / 1e6), [events]);
  const quality = useQuality(patientId, hours <= maxQualityHours ? range : undefined);
  const signal = useMemo(
    () => (quality.data === undefined ? [] : signalSegments(quality.data)),
    [quality.data],
  );
  if (trend.isError) return <p className="quiet">{trend.error.message}</p>;
  if (columns === undefined) return <p className="quiet">Loading the trends.</p>;
  if (columns.timesSeconds.length === 0) {
    return <p className="quiet">No data in this range yet. A minute appears once it is over.</p>;
  }
  return (
    <>
      <TrendChart
        title="Heart rate, bpm"
        range={range}
        alarmTimesSeconds={alarmTimesSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanHeartRate}
        low={columns.minHeartRate}
        high={columns.maxHeartRate}
        signal={signal}
      />
      <TrendChart
        title="Anomaly score"
        range={range}
        alarmTimesSeconds={alarmTimesSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanAnomalyScore}
        high={columns.maxAnomalyScore}
        fromZero
      />
      <p className="quiet small">
        {trend.data?.bucket === 'hour' ? 'One point an hour' : 'One point a minute'}. Line: mean. Shaded:
        lowest to highest heart rate, and mean to highest anomaly score. Vertical lines: alarms.{' '}
        {hours <= maxQualityHours
          ? 'Below the heart rate: filled for poor signal, outlined for gaps, a line above for late data.'
          : `Poor signal and gaps are shown for ranges up to ${maxQualityHours} h.`}{' '}
        Drag to zoom in, double-click to zoom out.
      </p>
    </>
  );
}
