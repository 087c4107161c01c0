import type { PatientId } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import type { BeatAnswer } from '../server/answers.ts';
import { clockTime, lossText } from '../words/words.ts';
import styles from './beat-plot.module.css';
import { bandPath, extentOf, linePath, type PlotArea } from './beat-shape.ts';
import { useBeat } from './queries.ts';

const area: PlotArea = { left: 40, top: 24, width: 508, height: 164 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** One beat, from R peak to R peak, over its reconstruction. */
export function BeatPlot({ beat }: { readonly beat: BeatAnswer }): ReactNode {
  const reconstruction = beat.score?.reconstruction;
  const extent = extentOf(beat.samples, reconstruction ?? []);
  const yOf = (value: number): number =>
    area.top + ((extent.max - value) / (extent.max - extent.min)) * area.height;
  const levels = Array.from(
    { length: Math.floor(extent.max) - Math.ceil(extent.min) + 1 },
    (_, index) => Math.ceil(extent.min) + index,
  );
  return (
    <svg
      className={styles.plot}
      viewBox="0 0 560 220"
      role="img"
      aria-label="Beat and reconstruction"
      data-testid="beat-plot"
    >
      {levels.map((level) => (
        <g key={level}>
          <path className={styles.grid} d={`M${area.left} ${yOf(level)}h${area.width}`} />
          <text className={styles.tick} x={area.left - 6} y={yOf(level) + 4} textAnchor="end">
            {level}
          </text>
        </g>
      ))}
      {ticks.map((tick) => (
        <text
          key={tick}
          className={styles.tick}
          x={area.left + tick * area.width}
          y={area.top + area.height + 18}
          textAnchor={tick === 1 ? 'end' : 'middle'}
        >
          {Math.round(tick * beat.rrIntervalMs)}
          {tick === 1 && ' ms'}
        </text>
      ))}
      {reconstruction !== undefined && (
        <path
          className={styles.error}
          d={bandPath(beat.samples, reconstruction, extent, area)}
          data-testid="error-band"
        />
      )}
      <path className={styles.recorded} d={linePath(beat.samples, extent, area)} data-testid="recorded" />
      {reconstruction !== undefined && (
        <path
          className={styles.reconstructed}
          d={linePath(reconstruction, extent, area)}
          data-testid="reconstructed"
        />
      )}
      <g className={styles.key}>
        <path className={styles.recorded} d={`M${area.left} 10h24`} />
        <text x={area.left + 30} y={14}>
          recorded
        </text>
        {reconstruction !== undefined && (
          <>
            <path className={styles.reconstructed} d={`M${area.left + 110} 10h24`} />
            <text x={area.left + 140} y={14}>
              reconstructed
            </text>
            <rect className={styles.error} x={area.left + 250} y={4} width={24} height={12} />
            <text x={area.left + 280} y={14}>
              error
            </text>
          </>
        )}
        <text x={area.left + area.width} y={14} textAnchor="end">
          {beat.lead}, standard deviations
        </text>
      </g>
    </svg>
  );
}

const small: PlotArea = { left: 2, top: 2, width: 116, height: 56 };

/** A beat of the same event, small: choosing it shows it large. */
export function BeatThumbnail(props: {
  readonly patientId: PatientId;
  readonly timeUs: number;
  readonly chosen: boolean;
  readonly onChoose: (timeUs: number) => void;
}): ReactNode {
  const { patientId, timeUs, chosen, onChoose } = props;
  const { data } = useBeat(patientId, timeUs);
  const reconstruction = data?.score?.reconstruction;
  const extent = extentOf(data?.samples ?? [0], reconstruction ?? []);
  return (
    <button
      className={styles.thumbnail}
      aria-pressed={chosen}
      onClick={() => {
        onChoose(timeUs);
      }}
    >
      <svg viewBox="0 0 120 60" width="120" height="60" aria-hidden="true">
        {data !== undefined && reconstruction !== undefined && (
          <path className={styles.error} d={bandPath(data.samples, reconstruction, extent, small)} />
        )}
        {data !== undefined && <path className={styles.recorded} d={linePath(data.samples, extent, small)} />}
        {reconstruction !== undefined && (
          <path className={styles.reconstructed} d={linePath(reconstruction, extent, small)} />
        )}
      </svg>
      <span className="small">
        {clockTime(timeUs)} · loss {lossText(data?.score?.loss)}
      </span>
    </button>
  );
}
