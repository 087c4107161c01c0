import type { PatientId } from '@beatwatch/contracts';
import { useMemo, type ReactNode } from 'react';
import type { BeatAnswer } from '../server/answers.ts';
import { formatScore } from '../format/numbers.ts';
import { logBins, roundValues } from './histogram.ts';
import styles from './loss-histogram.module.css';
import { useLosses, type Range } from './queries.ts';

const area = { left: 8, top: 40, width: 384, height: 148 };
const hourUs = 3600e6;
/** What lies below is as good as nothing: it is formatCount here. */
const leastLoss = 1e-3;

/** Where a beat's loss lies among the patient's own, and where the threshold. */
export function LossHistogram(props: {
  readonly patientId: PatientId;
  readonly timeUs: number;
  readonly score: NonNullable<BeatAnswer['score']>;
}): ReactNode {
  const { patientId, timeUs, score } = props;
  const range = useMemo((): Range => ({ fromUs: timeUs - 24 * hourUs, toUs: timeUs + 1 }), [timeUs]);
  const losses = useLosses(patientId, range);
  if (losses.isPending) return <p className="quiet">Reading this patient’s losses.</p>;
  if (losses.isError) return <p className="quiet">{losses.error.message}</p>;

  const shown = (loss: number): number => Math.max(leastLoss, loss);
  const positive = losses.data.losses.map(shown);
  const marks = [score.loss, score.threshold ?? score.loss].map(shown);
  const min = Math.min(...positive, ...marks) / 1.15;
  const max = Math.max(...positive, ...marks) * 1.15;
  const bins = logBins(positive, { min, max }, 36);
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const xOf = (loss: number): number =>
    area.left + (Math.log(shown(loss) / min) / Math.log(max / min)) * area.width;
  const barHeight = (count: number): number => (count / highest) * area.height;
  const floor = area.top + area.height;

  return (
    <svg
      className={styles.plot}
      viewBox="0 0 400 220"
      role="img"
      aria-label="Losses of this patient"
      data-testid="loss-histogram"
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
          {value}
        </text>
      ))}
      {score.threshold !== undefined && (
        <Mark
          x={xOf(score.threshold)}
          row={0}
          className={styles.threshold}
          text={`threshold ${formatScore(score.threshold)}`}
        />
      )}
      <Mark
        x={xOf(score.loss)}
        row={1}
        className={styles.beat}
        text={`this beat ${formatScore(score.loss)}`}
      />
      <text className={styles.tick} x={area.left} y={14}>
        {positive.length} beats before
      </text>
    </svg>
  );
}

function Mark(props: {
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
