import type { AlarmEvent } from '@beatwatch/contracts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAlarmDetail } from '../patient/queries.ts';
import { useTheme } from '../shell/theme-select.tsx';
import { drawThumbnail } from '../strip/draw-thumbnail.ts';
import { stripColours } from '../strip/strip-colours.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './strip-thumbnail.module.css';

interface ThumbnailProps {
  readonly alarm: AlarmEvent;
  /** Number of the episode; the newest without one. */
  readonly episode?: number;
}

/** Seconds around the moment at which an alarm was raised, small. Loaded when it comes into view. */
export function StripThumbnail(props: ThumbnailProps): ReactNode {
  const box = useRef<HTMLSpanElement>(null);
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (box.current === null || isInView) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setInView(true);
      },
      { rootMargin: '100px' },
    );
    observer.observe(box.current);
    return () => {
      observer.disconnect();
    };
  }, [isInView]);
  return (
    <span ref={box} className={styles.box}>
      {isInView && <Strip {...props} />}
    </span>
  );
}

function Strip({ alarm, episode }: ThumbnailProps): ReactNode {
  const t = useTexts();
  const { data } = useAlarmDetail(alarm, episode);
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null || data === undefined) return;
    drawThumbnail(canvas.current, data.strip, {
      centreUs: data.raisedUs,
      colours: stripColours(canvas.current),
    });
  }, [data, theme]);
  if (data !== undefined && data.strip.chunks.length === 0)
    return <span className="quiet">{t.alarms.noStrip}</span>;
  return <canvas ref={canvas} className={styles.canvas} role="img" aria-label={t.alarms.stripLabel} />;
}
