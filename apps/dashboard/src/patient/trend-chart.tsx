import { memo, useEffect, useRef, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatNumber } from '../format/numbers.ts';
import { formatAxisTime } from '../format/time.ts';
import type { Texts } from '../texts/texts.ts';
import { useTheme } from '../shell/theme-select.tsx';
import type { TimeRange } from '../live/time-range.ts';
import type { SignalSegment } from './signal-segments.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './trends.module.css';

/** Charts with this key share cursor and zoom. */
const syncKey = 'patient-trends';
const heightPx = 180;

export interface TrendChartProps {
  readonly title: string;
  readonly range: TimeRange;
  readonly timesSeconds: number[];
  readonly mean: (number | null)[];
  /** Lower edge of the band. Default `mean`. */
  readonly low?: (number | null)[];
  readonly high: (number | null)[];
  /** Alarms as vertical lines, epoch seconds. */
  readonly alarmTimesSeconds: readonly number[];
  /** Poor, missing and late signal as a thin band at the bottom. */
  readonly signal?: readonly SignalSegment[];
  /** Whether the axis begins at zero. Default false. */
  readonly fromZero?: boolean;
}

/** One measure over time as a line in a band. Rebuilt only when its data change, so that a zoom stays. */
export const TrendChart = memo(function TrendChart(props: TrendChartProps): ReactNode {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const theme = useTheme();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { timesSeconds, mean, high, low = mean } = props;
    const chart = new uPlot(optionsOf(t, props, element), [timesSeconds, mean, low, high], element);
    const resized = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: heightPx });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [props, theme, t]);

  return (
    <figure>
      <figcaption>{props.title}</figcaption>
      <div ref={box} className={styles.chart} />
    </figure>
  );
});

function optionsOf(
  t: Texts,
  { range, alarmTimesSeconds, signal = [], fromZero = false }: TrendChartProps,
  element: Element,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour('--quiet'),
    font: `12px ${colour('--font')}`,
    grid: { stroke: colour('--paper-bold'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
  };
  const edge = { stroke: 'transparent', width: 0, points: { show: false } };
  return {
    width: element.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { sync: { key: syncKey }, drag: { x: true, y: false } },
    scales: {
      x: { min: range.fromUs / 1e6, max: range.toUs / 1e6 },
      y: {
        range: (_, min, max) => {
          const margin = Math.max(1, (max - min) * 0.1);
          return [fromZero ? 0 : Math.floor(min - margin), Math.ceil(max + margin)];
        },
      },
    },
    axes: [
      { ...axis, values: (_, splits) => splits.map((seconds) => formatAxisTime(t, seconds)), size: 32 },
      { ...axis, size: 48, values: (_, splits) => splits.map((value) => formatNumber(t, value)) },
    ],
    series: [
      {},
      {
        stroke: colour('--trace'),
        width: 1.5,
        points: { size: 4, width: 0, fill: colour('--trace') },
      },
      edge,
      edge,
    ],
    bands: [{ series: [3, 2], fill: `color-mix(in srgb, ${colour('--trace')} 22%, transparent)` }],
    hooks: {
      draw: [
        (chart) => {
          drawAlarms(chart, alarmTimesSeconds, colour('--alarm-medium'));
          drawSignalBand(chart, signal, {
            poor: colour('--quiet'),
            gap: colour('--alarm-low'),
            late: colour('--accent'),
          });
        },
      ],
    },
  };
}

function drawAlarms(chart: uPlot, alarmTimesSeconds: readonly number[], colour: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = window.devicePixelRatio * 1.5;
  for (const seconds of alarmTimesSeconds) {
    const x = chart.valToPos(seconds, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

const signalBandPx = 8;

/** Draws poor signal filled, gaps outlined and late data as a line above them, each at least 2 px wide. */
function drawSignalBand(
  chart: uPlot,
  segments: readonly SignalSegment[],
  colours: Readonly<Record<SignalSegment['kind'], string>>,
): void {
  const { ctx, bbox } = chart;
  const ratio = window.devicePixelRatio;
  const height = signalBandPx * ratio;
  const bottom = bbox.top + bbox.height;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = ratio;
  for (const { fromSeconds, toSeconds, kind } of segments) {
    const from = chart.valToPos(fromSeconds, 'x', true);
    const width = Math.max(2 * ratio, chart.valToPos(toSeconds, 'x', true) - from);
    ctx.fillStyle = colours[kind];
    ctx.strokeStyle = colours[kind];
    if (kind === 'poor') ctx.fillRect(from, bottom - height, width, height);
    else if (kind === 'late') ctx.fillRect(from, bottom - height - 4 * ratio, width, 2 * ratio);
    else ctx.strokeRect(from + ratio / 2, bottom - height + ratio / 2, width, height - ratio);
  }
  ctx.restore();
}
