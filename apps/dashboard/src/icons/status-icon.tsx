import { isTechnical, type AlarmEvent, type AlarmPriority } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import type { Status } from '../live/status.ts';

const strokes: Readonly<Record<AlarmPriority, number>> = { high: 3, medium: 2, low: 1 };
const triangle = 'M12 2.5 22.5 21h-21z';
const square = 'M3 3.5h18v17.5H3z';

/**
 * One to three strokes after the priority, as the alarm signal of IEC 60601-1-8, figure 1: in a triangle for the
 * patient, in a square for the equipment. Dashed: somebody has seen it; with a bar below: it is over and nobody has.
 */
export function AlarmIcon({
  alarm,
}: {
  readonly alarm: Pick<AlarmEvent, 'kind' | 'priority' | 'state'>;
}): ReactNode {
  const { kind, priority, state } = alarm;
  const technical = isTechnical(kind);
  const count = strokes[priority];
  const from = 12 - (count - 1) * 1.75;
  const top = technical ? 7.5 : 10;
  return (
    <svg viewBox="0 0 24 26" width="20" height="22" aria-hidden="true">
      <path
        d={technical ? square : triangle}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeDasharray={state === 'acknowledged' ? '3 2.5' : undefined}
      />
      {Array.from({ length: count }, (_, index) => (
        <path
          key={index}
          d={`M${from + index * 3.5} ${top}v${technical ? 6 : 5}m0 1.8v1.2`}
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="butt"
        />
      ))}
      {state === 'latched' && <path d="M1.5 24.5h21" stroke="currentColor" strokeWidth="2" />}
    </svg>
  );
}

/** States without an alarm have other shapes. */
const plainShapes = {
  'no-data': 'M4 4h16v16H4zM4 20 20 4',
  'not-scored': 'M4 4h16v16H4zM12 8v5m0 2v2',
  learning: 'M12 4a8 8 0 1 1-8 8M12 8v4l3 2',
  waiting: 'M4 4h16v16H4zM8 12h.5m3.25 0h.5m3.25 0h.5',
  normal: 'M5 12.5l4.5 4.5L19 7.5',
} as const;

export function StatusIcon({ status }: { readonly status: Status }): ReactNode {
  switch (status.kind) {
    case 'alarm':
    case 'acknowledged':
    case 'latched':
    case 'technical':
      return <AlarmIcon alarm={status.alarm} />;
    default:
      return (
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path
            d={plainShapes[status.kind]}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      );
  }
}
