import type { PatientId } from '@beatwatch/contracts';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { WaveformAnswer } from '../server/answers.ts';
import { useTheme } from '../shell/theme-select.tsx';
import { drawStill } from '../strip/draw-still.ts';
import { gains, mmPerSecond, pixelsPerSecond, type Gain } from '../strip/paper.ts';
import { stripColours } from '../strip/strip-colours.ts';
import styles from './event-strip.module.css';
import { useWaveform, type Range } from './queries.ts';

const beforeUs = 6e6;
const afterUs = 8e6;

/** The recorded strip around a beat, on paper at the usual scale. */
export function EventStrip({
  patientId,
  beatTimeUs,
}: {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
}): ReactNode {
  const range = useMemo(
    (): Range => ({ fromUs: beatTimeUs - beforeUs, toUs: beatTimeUs + afterUs }),
    [beatTimeUs],
  );
  const waveform = useWaveform(patientId, range);
  return (
    <figure className={styles.figure}>
      <figcaption>The recording around this beat; anomalous beats are underlined.</figcaption>
      {waveform.data !== undefined && waveform.data.chunks.length > 0 ? (
        <Paper waveform={waveform.data} range={range} centreUs={beatTimeUs} />
      ) : (
        <p className={styles.empty}>
          {waveform.isPending
            ? 'Reading the recording.'
            : waveform.isError
              ? waveform.error.message
              : 'No waveform is stored here: only beats were sent, or it is past the retention time.'}
        </p>
      )}
    </figure>
  );
}

function Paper(props: {
  readonly waveform: WaveformAnswer;
  readonly range: Range;
  readonly centreUs: number;
}): ReactNode {
  const { waveform, range, centreUs } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [gain, setGain] = useState<Gain>(gains[0]);
  const widthPx = ((range.toUs - range.fromUs) / 1e6) * pixelsPerSecond;

  useEffect(() => {
    if (canvas.current === null) return;
    setGain(drawStill(canvas.current, waveform, range, stripColours(canvas.current)));
  }, [waveform, range, theme]);
  useEffect(() => {
    const box = scroller.current;
    if (box !== null) {
      box.scrollLeft = ((centreUs - range.fromUs) / 1e6) * pixelsPerSecond - box.clientWidth / 2;
    }
  }, [range, centreUs]);

  return (
    <>
      <div
        className={styles.scroller}
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label="Recording, scrolls sideways"
      >
        <canvas ref={canvas} className={styles.canvas} style={{ width: widthPx }} data-testid="event-strip" />
      </div>
      <p className="quiet small">
        {waveform.chunks[0]?.lead} · {mmPerSecond} mm/s · {gain} mm/mV
      </p>
    </>
  );
}
