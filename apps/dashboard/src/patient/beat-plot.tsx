import type { ReactNode } from 'react';
import { beatClassLabel } from '../format/beat-class.ts';
import { formatNumber, formatScore } from '../format/numbers.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { beatAxes, levelsOf, type RecordedBeat } from './beat-layout.ts';
import styles from './beat-plot.module.css';
import { bandPath, extentOf, linePath, type PlotArea } from './beat-shape.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useBeat, type BeatName } from './queries.ts';

const area: PlotArea = { left: 40, top: 24, width: 508, height: 164 };

/** A beat with its reconstruction, and the difference shaded. */
export function BeatPlot({ beat }: { readonly beat: RecordedBeat }): ReactNode {
  const t = useTexts();
  const axes = beatAxes(beat);
  const samples = beat.samples.map((value) => value * axes.scale);
  const reconstruction = beat.score?.reconstruction?.map((value) => value * axes.scale);
  const extent = extentOf(samples, reconstruction ?? []);
  const xOf = (timeMs: number): number =>
    area.left + ((timeMs - axes.fromMs) / (axes.toMs - axes.fromMs)) * area.width;
  const yOf = (value: number): number =>
    area.top + ((extent.max - value) / (extent.max - extent.min)) * area.height;
  return (
    <svg
      className={styles.plot}
      viewBox="0 0 560 220"
      role="img"
      aria-label={t.patient.events.beat}
      data-testid="beat-plot"
    >
      {levelsOf(extent.min, extent.max).map((level) => (
        <g key={level}>
          <path className={styles.grid} d={`M${area.left} ${yOf(level)}h${area.width}`} />
          <text className={styles.tick} x={area.left - 6} y={yOf(level) + 4} textAnchor="end">
            {formatNumber(t, level)}
          </text>
        </g>
      ))}
      {axes.ticksMs.map((timeMs, index) => (
        <text
          key={timeMs}
          className={styles.tick}
          x={xOf(timeMs)}
          y={area.top + area.height + 18}
          textAnchor={axes.toMs - timeMs < 1 ? 'end' : 'middle'}
        >
          {timeMs}
          {index === axes.ticksMs.length - 1 && ' ms'}
        </text>
      ))}
      {reconstruction !== undefined && (
        <path
          className={styles.difference}
          d={bandPath(samples, reconstruction, extent, area)}
          data-testid="error-band"
        />
      )}
      <path className={styles.recorded} d={linePath(samples, extent, area)} data-testid="recorded" />
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
          {t.patient.beat.recorded}
        </text>
        {reconstruction !== undefined && (
          <>
            <path className={styles.reconstructed} d={`M${area.left + 110} 10h24`} />
            <text x={area.left + 140} y={14}>
              {t.patient.beat.reconstructed}
            </text>
            <rect className={styles.difference} x={area.left + 250} y={4} width={24} height={12} />
            <text x={area.left + 280} y={14}>
              {t.patient.beat.difference}
            </text>
          </>
        )}
        <text x={area.left + area.width} y={14} textAnchor="end">
          {beat.lead}, {axes.unit}
        </text>
      </g>
    </svg>
  );
}

const small: PlotArea = { left: 2, top: 2, width: 116, height: 56 };

/** Small plot of a beat, to choose it for the large one. */
export function BeatThumbnail(props: {
  readonly beat: BeatName;
  readonly chosen: boolean;
  readonly onChoose: (timeUs: number) => void;
}): ReactNode {
  const t = useTexts();
  const { beat, chosen, onChoose } = props;
  const { timeUs } = beat;
  const { data } = useBeat(beat);
  const samples = data?.samples;
  const reconstruction = data?.score?.reconstruction;
  const classLabel = beatClassLabel(data?.score?.beatClass);
  const extent = extentOf(samples ?? [0], reconstruction ?? []);
  return (
    <button
      className={styles.thumbnail}
      aria-pressed={chosen}
      onClick={() => {
        onChoose(timeUs);
      }}
    >
      <svg viewBox="0 0 120 60" width="120" height="60" aria-hidden="true">
        {samples !== undefined && reconstruction !== undefined && (
          <path className={styles.difference} d={bandPath(samples, reconstruction, extent, small)} />
        )}
        {samples !== undefined && <path className={styles.recorded} d={linePath(samples, extent, small)} />}
        {reconstruction !== undefined && (
          <path className={styles.reconstructed} d={linePath(reconstruction, extent, small)} />
        )}
      </svg>
      <span className="small">
        {formatTimeOfDay(timeUs)} · {t.patient.beat.scoreShort} {formatScore(t, data?.score?.anomalyScore)}
        {data?.score?.threshold !== undefined && ` / ${formatScore(t, data.score.threshold)}`}
        {classLabel !== undefined && (
          <>
            {' '}
            ·{' '}
            <abbr title={t.patient.beat.classOf(t.beats.classes[data?.score?.beatClass ?? 'U'])}>
              {classLabel}
            </abbr>
          </>
        )}
      </span>
    </button>
  );
}
