import type { PatientId } from '@beatwatch/contracts';
import { useMemo, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import type { BeatResponse } from '../server/responses.ts';
import { formatNumber, formatScore } from '../format/numbers.ts';
import { logBins, roundValues } from './histogram.ts';
import styles from './score-histogram.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useAnomalyScores } from './queries.ts';

const area = { left: 8, top: 40, width: 384, height: 148 };
const hourUs = 3600e6;
/** Lower scores are counted in the first bin: the axis is logarithmic. */
const leastScore = 1e-3;

/** Histogram of the patient's anomaly scores, with the score of a beat and the threshold. */
export function ScoreHistogram(props: {
  readonly patientId: PatientId;
  readonly timeUs: number;
  readonly score: NonNullable<BeatResponse['score']>;
}): ReactNode {
  const t = useTexts();
  const { patientId, timeUs, score } = props;
  const range = useMemo((): TimeRange => ({ fromUs: timeUs - 24 * hourUs, toUs: timeUs + 1 }), [timeUs]);
  const recent = useAnomalyScores(patientId, range);
  if (recent.isPending) return <p className="quiet">{t.patient.beat.loadingScores}</p>;
  if (recent.isError) return <p className="quiet">{recent.error.message}</p>;

  const onAxis = (value: number): number => Math.max(leastScore, value);
  const scores = recent.data.anomalyScores.map(onAxis);
  const markers = [score.anomalyScore, score.threshold ?? score.anomalyScore].map(onAxis);
  const min = Math.min(...scores, ...markers) / 1.15;
  const max = Math.max(...scores, ...markers) * 1.15;
  const bins = logBins(scores, { min, max }, 36);
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const xOf = (value: number): number =>
    area.left + (Math.log(onAxis(value) / min) / Math.log(max / min)) * area.width;
  const barHeight = (count: number): number => (count / highest) * area.height;
  const floor = area.top + area.height;

  return (
    <svg
      className={styles.plot}
      viewBox="0 0 400 220"
      role="img"
      aria-label={t.patient.beat.scores}
      data-testid="score-histogram"
    >
      {bins.map(({ from, to, count }) => (
        <rect
          key={from}
          className={styles.bar}
          data-above={score.threshold !== undefined && from >= score.threshold}
          x={xOf(from)}
          width={Math.max(0, xOf(to) - xOf(from) - 1)}
          y={floor - barHeight(count)}
          height={barHeight(count)}
        />
      ))}
      <path className={styles.axis} d={`M${area.left} ${floor}h${area.width}`} />
      {roundValues(min, max).map((value) => (
        <text
          key={value}
          className={styles.tick}
          x={xOf(value)}
          y={floor + 18}
          textAnchor={xOf(value) > area.width - 8 ? 'end' : xOf(value) < area.left + 16 ? 'start' : 'middle'}
        >
          {formatNumber(t, value)}
        </text>
      ))}
      {score.threshold !== undefined && (
        <Marker
          x={xOf(score.threshold)}
          row={0}
          className={styles.threshold}
          text={t.patient.beat.threshold(formatScore(t, score.threshold))}
        />
      )}
      <Marker
        x={xOf(score.anomalyScore)}
        row={1}
        className={styles.beat}
        text={t.patient.beat.thisBeat(formatScore(t, score.anomalyScore))}
      />
      <text className={styles.tick} x={area.left} y={14}>
        {t.patient.beat.previous(scores.length)}
      </text>
    </svg>
  );
}

function Marker(props: {
  readonly x: number;
  readonly row: number;
  readonly className: string | undefined;
  readonly text: string;
}): ReactNode {
  const { x, row, className, text } = props;
  const y = 14 + row * 16;
  const before = x > 220;
  return (
    <g className={className}>
      <path d={`M${x} ${y + 4}V${area.top + area.height}`} />
      <text x={before ? x - 4 : x + 4} y={y + 8} textAnchor={before ? 'end' : 'start'}>
        {text}
      </text>
    </g>
  );
}
