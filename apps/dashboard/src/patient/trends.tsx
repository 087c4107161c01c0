import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import dynamic from 'next/dynamic';
import { useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useQuality, useTrend } from './queries.ts';
import { signalSegments } from './signal-segments.ts';
import { trendColumns } from './trend-series.ts';
import { useTexts } from '../texts/language-provider.tsx';
import type { TrendChartProps } from './trend-chart.tsx';
import styles from './trends.module.css';

const hourUs = 3600e6;
/** Signal quality is stored for each second: longer ranges would load slowly. */
const maxQualityHours = 24;
const spansHours = [1, 6, 24, 168, 720] as const;

/** With uPlot, which the page does not wait for: its data come later anyway. */
const TrendChart = dynamic<TrendChartProps>(
  () =>
    import('./trend-chart.tsx').then(
      (loaded) => loaded.TrendChart,
      () => NoChart,
    ),
  { ssr: false },
);

function NoChart({ title }: TrendChartProps): ReactNode {
  const { trends: texts } = useTexts().patient;
  return <p className="quiet">{texts.noChart(title)}</p>;
}

/** Heart rate and anomaly score over time, up to the newest stored beat. */
export function Trends(props: {
  readonly patientId: PatientId;
  readonly endUs: number | undefined;
  readonly events: readonly AlarmEvent[];
  readonly loading: boolean;
  readonly failure: string | undefined;
}): ReactNode {
  const { trends: texts } = useTexts().patient;
  const { patientId, endUs, events, loading, failure } = props;
  const [hours, setHours] = useState<number>(1);
  return (
    <section className={styles.panel} aria-label={texts.title} data-testid="trends">
      <header className={styles.header}>
        <h2>{texts.title}</h2>
        <div className={styles.spans} role="group" aria-label={texts.range}>
          {spansHours.map((span) => (
            <button
              key={span}
              aria-pressed={span === hours}
              onClick={() => {
                setHours(span);
              }}
            >
              {texts.spans[span]}
            </button>
          ))}
        </div>
      </header>
      {endUs === undefined ? (
        <p className="quiet">{failure ?? (loading ? texts.loadingHistory : texts.noBeats)}</p>
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
  const { trends: texts } = useTexts().patient;
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
  if (columns === undefined) return <p className="quiet">{texts.loading}</p>;
  if (columns.timesSeconds.length === 0) {
    return <p className="quiet">{texts.noData}</p>;
  }
  return (
    <>
      <TrendChart
        title={texts.heartRate}
        range={range}
        alarmTimesSeconds={alarmTimesSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanHeartRate}
        low={columns.minHeartRate}
        high={columns.maxHeartRate}
        signal={signal}
      />
      <TrendChart
        title={texts.score}
        range={range}
        alarmTimesSeconds={alarmTimesSeconds}
        timesSeconds={columns.timesSeconds}
        mean={columns.meanAnomalyScore}
        high={columns.maxAnomalyScore}
        fromZero
      />
      <p className="quiet small">
        {texts.each[trend.data?.bucket ?? 'minute']}. {texts.lines}{' '}
        {hours <= maxQualityHours ? texts.signal : texts.noSignal(maxQualityHours)} {texts.zoom}
      </p>
    </>
  );
}
