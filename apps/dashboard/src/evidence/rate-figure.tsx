import type { ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useTexts } from '../texts/language-provider.tsx';
import type { RatePoint } from './rate-series.ts';
import styles from './rate-figure.module.css';

const area = { left: 40, top: 12, width: 552, height: 120 };
const bottom = area.top + area.height;

/** The heart rate from beat to beat around an alarm, against the limit that it was judged by. */
export function RateFigure(props: {
  readonly points: readonly RatePoint[];
  readonly limitBpm: number | undefined;
  readonly range: TimeRange;
  readonly raisedUs: number;
}): ReactNode {
  const t = useTexts().alarms.episodes;
  const { points, limitBpm, range, raisedUs } = props;
  const values = [...points.map(({ bpm }) => bpm), ...(limitBpm === undefined ? [] : [limitBpm])];
  if (points.length < 2) return undefined;
  const lowest = 10 * Math.floor(Math.min(...values) / 10 - 0.5);
  const highest = 10 * Math.ceil(Math.max(...values) / 10 + 0.5);
  const xOf = (timeUs: number): number =>
    area.left + ((timeUs - range.fromUs) / (range.toUs - range.fromUs)) * area.width;
  const yOf = (bpm: number): number => bottom - ((bpm - lowest) / (highest - lowest)) * area.height;
  const path = points.map(({ timeUs, bpm }, index) => `${index === 0 ? 'M' : 'L'}${xOf(timeUs)} ${yOf(bpm)}`);
  return (
    <figure className={styles.figure} data-testid="rate-figure">
      <figcaption>{limitBpm === undefined ? t.rate : t.rateWithLimit(limitBpm)}</figcaption>
      <svg
        className={styles.plot}
        viewBox="0 0 600 160"
        role="img"
        aria-label={t.rateFrom(
          Math.round(Math.min(...points.map(({ bpm }) => bpm))),
          Math.round(Math.max(...points.map(({ bpm }) => bpm))),
        )}
      >
        <path className={styles.axis} d={`M${area.left} ${area.top}V${bottom}H${area.left + area.width}`} />
        {[lowest, highest].map((bpm) => (
          <text key={bpm} className={styles.tick} x={area.left - 6} y={yOf(bpm) + 4} textAnchor="end">
            {bpm}
          </text>
        ))}
        <text className={styles.tick} x={area.left} y={bottom + 18}>
          {seconds(range.fromUs - raisedUs)}
        </text>
        <text className={styles.tick} x={xOf(raisedUs)} y={bottom + 18} textAnchor="middle">
          {t.raised}
        </text>
        <text className={styles.tick} x={area.left + area.width} y={bottom + 18} textAnchor="end">
          {seconds(range.toUs - raisedUs)}
        </text>
        <path className={styles.raised} d={`M${xOf(raisedUs)} ${area.top}V${bottom}`} />
        {limitBpm !== undefined && (
          <g className={styles.limit}>
            <path d={`M${area.left} ${yOf(limitBpm)}h${area.width}`} />
            <text x={area.left + area.width} y={yOf(limitBpm) - 5} textAnchor="end">
              {t.limit(limitBpm)}
            </text>
          </g>
        )}
        <path className={styles.rate} d={path.join('')} />
        {points.map(({ timeUs, bpm }) => (
          <circle key={timeUs} className={styles.beat} cx={xOf(timeUs)} cy={yOf(bpm)} r={2.5} />
        ))}
      </svg>
    </figure>
  );
}

const seconds = (us: number): string => `${us < 0 ? '−' : '+'}${Math.round(Math.abs(us) / 1e6)} s`;
