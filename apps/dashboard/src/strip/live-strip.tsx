'use client';

import type { PatientId } from '@beatwatch/contracts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLive } from '../live/live-context.ts';
import { formatMoment } from '../format/time.ts';
import styles from './live-strip.module.css';
import { gains, mmPerSecond, type Gain } from './paper.ts';

/** Live trace of one patient on ECG paper, as high as its parent. */
export function LiveStrip(props: {
  readonly patientId: PatientId;
  readonly lead: string | undefined;
  readonly label: string;
  /** Time at which the strip ends, where nothing more comes. */
  readonly lastSampleUs: number | undefined;
}): ReactNode {
  const { patientId, lead, label, lastSampleUs } = props;
  const { feed, engine } = useLive();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [gain, setGain] = useState<Gain>(gains[0]);

  useEffect(() => {
    if (canvas.current === null || engine === undefined) return;
    const { patient, release } = feed.draw(patientId);
    const remove = engine.add({ canvas: canvas.current, patient, onGain: setGain });
    return () => {
      remove();
      release();
    };
  }, [engine, feed, patientId]);

  return (
    <div className={styles.paper}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        data-testid="strip"
        data-patient={patientId}
      />
      <span className={styles.scale}>
        {lead === undefined ? '' : `${lead} · `}
        {mmPerSecond} mm/s · {gain} mm/mV
      </span>
      {lastSampleUs !== undefined && (
        <span className={styles.ended} data-testid="last-sample">
          Last sample {formatMoment(lastSampleUs)}
        </span>
      )}
    </div>
  );
}
