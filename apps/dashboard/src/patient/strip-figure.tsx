import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { WaveformResponse } from '../server/responses.ts';
import { formatNumber } from '../format/numbers.ts';
import { useTheme } from '../shell/theme-select.tsx';
import { drawStill } from '../strip/draw-still.ts';
import { gains, pixelsPerSecondOf, stillPaper, type Gain } from '../strip/paper.ts';
import { stripColours } from '../strip/strip-colours.ts';
import type { TimeRange } from '../live/time-range.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './event-strip.module.css';

const pixelsPerSecond = pixelsPerSecondOf(stillPaper);

/** Stored recording on ECG paper at the usual scale; `missing` is shown in its place without one. */
export function StripFigure(props: {
  readonly caption: string;
  readonly strip: WaveformResponse | undefined;
  readonly range: TimeRange | undefined;
  /** Time to scroll to. */
  readonly centreUs: number;
  /** Time of a dashed vertical line. */
  readonly markerUs?: number | undefined;
  readonly missing: string;
}): ReactNode {
  const { caption, strip, range, centreUs, markerUs, missing } = props;
  return (
    <figure className={styles.figure}>
      <figcaption>{caption}</figcaption>
      {strip !== undefined && range !== undefined && strip.chunks.length > 0 ? (
        <Paper strip={strip} range={range} centreUs={centreUs} markerUs={markerUs} />
      ) : (
        <p className={styles.empty}>{missing}</p>
      )}
    </figure>
  );
}

function Paper(props: {
  readonly strip: WaveformResponse;
  readonly range: TimeRange;
  readonly centreUs: number;
  readonly markerUs: number | undefined;
}): ReactNode {
  const t = useTexts();
  const { strip, range, centreUs, markerUs } = props;
  const { fromUs, toUs } = range;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [gain, setGain] = useState<Gain>(gains[0]);
  const widthPx = ((toUs - fromUs) / 1e6) * pixelsPerSecond;

  useEffect(() => {
    if (canvas.current === null) return;
    setGain(
      drawStill(canvas.current, strip, {
        range: { fromUs, toUs },
        colours: stripColours(canvas.current),
        markerUs,
      }),
    );
  }, [strip, fromUs, toUs, markerUs, theme]);
  useEffect(() => {
    const box = scroller.current;
    if (box !== null) {
      box.scrollLeft = ((centreUs - fromUs) / 1e6) * pixelsPerSecond - box.clientWidth / 2;
    }
  }, [fromUs, centreUs]);

  return (
    <>
      <div
        className={styles.scroller}
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label={t.patient.events.scrolls}
      >
        <canvas ref={canvas} className={styles.canvas} style={{ width: widthPx }} data-testid="event-strip" />
      </div>
      <p className="quiet small">
        {strip.chunks[0]?.lead} · {formatNumber(t, stillPaper.mmPerSecond)} mm/s · {formatNumber(t, gain)}{' '}
        mm/mV
      </p>
    </>
  );
}
