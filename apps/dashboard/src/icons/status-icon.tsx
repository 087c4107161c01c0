import type { ReactNode } from 'react';
import type { Status } from '../live/status.ts';
import { AlarmIcon } from './alarm-icon.tsx';

const shapes = {
  'no-data': 'M4 4h16v16H4zM4 20 20 4',
  'not-judged': 'M4 4h16v16H4zM8.5 9.5a3.5 3.5 0 1 1 3.5 3.5v1m0 1.8v1',
  'cut-off': 'M4 4h16v16H4zM8 8l8 8M16 8l-8 8',
  'not-scored': 'M4 4h16v16H4zM12 8v5m0 2v2',
  learning: 'M12 4a8 8 0 1 1-8 8M12 8v4l3 2',
  waiting: 'M4 4h16v16H4zM8 12h.5m3.25 0h.5m3.25 0h.5',
  'no-alarm': 'M5 12.5l4.5 4.5L19 7.5',
} as const;

/** Icon of a patient's status. */
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
            d={shapes[status.kind]}
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
