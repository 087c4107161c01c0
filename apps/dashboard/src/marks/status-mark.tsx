import type { AlarmPriority } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import type { Status } from '../live/status.ts';

const strokes: Readonly<Record<AlarmPriority, number>> = { high: 3, medium: 2, low: 1 };

/** A triangle with one to three strokes: the alarm signal of IEC 60601-1-8, figure 1. */
export function AlarmMark({
  priority,
  acknowledged = false,
}: {
  readonly priority: AlarmPriority;
  readonly acknowledged?: boolean;
}): ReactNode {
  const count = strokes[priority];
  const from = 12 - (count - 1) * 1.75;
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path
        d="M12 2.5 22.5 21h-21z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeDasharray={acknowledged ? '3 2.5' : undefined}
      />
      {Array.from({ length: count }, (_, index) => (
        <path
          key={index}
          d={`M${from + index * 3.5} 10v5m0 1.8v1.2`}
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="butt"
        />
      ))}
    </svg>
  );
}

/** Technical states have other shapes than clinical ones. */
const technicalShapes = {
  'no-data': 'M4 4h16v16H4zM4 20 20 4',
  'not-scored': 'M4 4h16v16H4zM12 8v5m0 2v2',
  learning: 'M12 4a8 8 0 1 1-8 8M12 8v4l3 2',
  waiting: 'M4 4h16v16H4zM8 12h.5m3.25 0h.5m3.25 0h.5',
  normal: 'M5 12.5l4.5 4.5L19 7.5',
} as const;

export function StatusMark({ status }: { readonly status: Status }): ReactNode {
  if ('alarm' in status) {
    return <AlarmMark priority={status.alarm.priority} acknowledged={status.kind === 'acknowledged'} />;
  }
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path
        d={technicalShapes[status.kind]}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
