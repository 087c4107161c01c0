import type { ReactNode } from 'react';
import { formatNumber } from '../format/numbers.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { baselineMm, mmPerSecond, rowHeightMm, type PaperRow } from './paper-strip.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './print.module.css';

/** The calibration mark: 1 mV high, 0.2 s wide. */
const markMm = 10;

/** One row of paper as a drawing in millimetres: grid, calibration mark and trace. */
export function PaperRowFigure({ row }: { readonly row: PaperRow }): ReactNode {
  const t = useTexts();
  const { lead, gain, fromUs, widthMm, path, anomalous, labels } = row;
  const wholeMm = markMm + widthMm;
  return (
    <figure className={styles.row} data-testid="paper-row" data-lead={lead}>
      <figcaption>
        {lead} · {formatTimeOfDay(fromUs)} · {formatNumber(t, mmPerSecond)} mm/s · {formatNumber(t, gain)}{' '}
        mm/mV
      </figcaption>
      <svg
        width={`${wholeMm}mm`}
        height={`${rowHeightMm}mm`}
        viewBox={`0 0 ${wholeMm} ${rowHeightMm}`}
        role="img"
        aria-label={t.patient.print.ecgOf(lead)}
      >
        <Grid widthMm={wholeMm} stepMm={1} className={styles.fine} />
        <Grid widthMm={wholeMm} stepMm={5} className={styles.bold} />
        <path className={styles.trace} d={`M1 ${baselineMm}h2v${-gain}h5v${gain}h2`} />
        <g transform={`translate(${markMm} 0)`}>
          {anomalous.map(({ fromMm, toMm }) => (
            <rect
              key={fromMm}
              className={styles.anomalous}
              x={fromMm}
              y={rowHeightMm - 1.5}
              width={Math.max(0.5, toMm - fromMm - 0.5)}
              height={1}
            />
          ))}
          <path className={styles.trace} d={path} />
          {labels.map(({ atMm, text }) => (
            <text key={atMm} className={styles.label} x={atMm} y={4}>
              {text}
            </text>
          ))}
        </g>
      </svg>
    </figure>
  );
}

function Grid(props: {
  readonly widthMm: number;
  readonly stepMm: number;
  readonly className: string | undefined;
}): ReactNode {
  const { widthMm, stepMm, className } = props;
  const down = Array.from(
    { length: Math.floor(widthMm / stepMm) + 1 },
    (_, index) => `M${index * stepMm} 0V${rowHeightMm}`,
  );
  const across = Array.from(
    { length: rowHeightMm / stepMm + 1 },
    (_, index) => `M0 ${index * stepMm}H${widthMm}`,
  );
  return <path className={className} d={[...down, ...across].join('')} />;
}
