'use client';

import type { PatientId } from '@beatwatch/contracts';
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useLive } from '../live/live-context.ts';
import { formatNumber } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import styles from './live-strip.module.css';
import { baselineShare } from './paper.ts';
import { useTexts } from '../texts/language-provider.tsx';
import type { StripScale } from './sweep-strip.ts';

/** Live trace of one patient on ECG paper, as high as its parent. */
export function LiveStrip(props: {
  readonly patientId: PatientId;
  /** Default: the one that is shown of the patient. */
  readonly lead?: string | undefined;
  /** Names the lead that is drawn. */
  readonly children: ReactNode;
  readonly label: string;
  /** Time at which the strip ends, where nothing more comes. */
  readonly lastSampleUs: number | undefined;
}): ReactNode {
  const t = useTexts();
  const { patientId, lead, children, label, lastSampleUs } = props;
  const { feed, engine } = useLive();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scale, setScale] = useState<StripScale>();

  useEffect(() => {
    if (canvas.current === null || engine === undefined) return;
    const { patient, release } = feed.draw(patientId);
    const remove = engine.add({ canvas: canvas.current, patient, lead, onScale: setScale });
    return () => {
      remove();
      release();
    };
  }, [engine, feed, patientId, lead]);

  return (
    <div className={styles.paper} {...(scale && { style: millimetre(scale) })}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        data-testid="strip"
        data-patient={patientId}
        data-lead={lead}
      />
      <span className={styles.scale}>
        {children}
        {scale && ` · ${formatNumber(t, scale.mmPerSecond)} mm/s · ${formatNumber(t, scale.gain)} mm/mV`}
        {scale?.mainsHz !== undefined && ` · ${t.station.tile.notch(scale.mainsHz)}`}
      </span>
      {scale && <span className={styles.millivolt} style={millivolt(scale)} title="1 mV" />}
      {lastSampleUs !== undefined && (
        <span className={styles.ended} data-testid="last-sample">
          {t.station.tile.lastSample(formatMoment(t, lastSampleUs))}
        </span>
      )}
    </div>
  );
}

/** A mark as high as 1 mV, on the baseline. */
const millivolt = ({ gain, pixelsPerMm }: StripScale): CSSProperties => ({
  height: gain * pixelsPerMm,
  top: `calc(${100 * baselineShare}% - ${gain * pixelsPerMm}px)`,
});

/** Of the grid behind the strip. */
const millimetre = ({ pixelsPerMm }: StripScale): CSSProperties =>
  ({ '--mm': `${pixelsPerMm}px` }) as CSSProperties;
