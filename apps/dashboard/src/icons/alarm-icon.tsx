import { isTechnical, type AlarmEvent, type AlarmPriority } from '@beatwatch/contracts';
import type { ReactNode } from 'react';

const strokes: Readonly<Record<AlarmPriority, number>> = { high: 3, medium: 2, low: 1 };
const triangle = 'M12 2.5 22.5 21h-21z';
const square = 'M3 3.5h18v17.5H3z';

/**
 * Icon of an alarm: one to three strokes for its priority (IEC 60601-1-8, figure 1), in a triangle if clinical, in a square if
 * technical. Dashed when acknowledged, with a bar below when latched, with an arrow up beside it when escalated.
 */
export function AlarmIcon({
  alarm,
}: {
  readonly alarm: Pick<AlarmEvent, 'kind' | 'priority' | 'state' | 'escalated'>;
}): ReactNode {
  const { kind, priority, state, escalated } = alarm;
  const technical = isTechnical(kind);
  const count = strokes[priority];
  const from = 12 - (count - 1) * 1.75;
  const top = technical ? 7.5 : 10;
  return (
    <svg
      viewBox={escalated ? '0 0 36 26' : '0 0 24 26'}
      width={escalated ? 30 : 20}
      height="22"
      aria-hidden="true"
    >
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
      {escalated && (
        <path
          d="M30 22v-18m-5 6 5-6 5 6"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinejoin="round"
        />
      )}
      {state === 'latched' && <path d="M1.5 24.5h21" stroke="currentColor" strokeWidth="2" />}
    </svg>
  );
}
