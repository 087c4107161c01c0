'use client';

import type { ReactNode } from 'react';
import type { FeedView } from '../live/live-feed.ts';
import { useFeedView } from '../live/live-context.ts';
import styles from './shell.module.css';

type BadgeState = 'connecting' | 'lost' | 'cut-off' | 'not-judged' | 'live';

const texts: Readonly<Record<BadgeState, string>> = {
  connecting: 'Connecting',
  lost: 'Not live, reconnecting',
  'cut-off': 'Not live, nothing arrives',
  'not-judged': 'Connected, not judged',
  live: 'Live',
};

/** Whether what is on the page is live: connected is not judged. */
export function ConnectionBadge(): ReactNode {
  const view = useFeedView();
  const { connection } = view;
  const state = badgeStateOf(view);
  return (
    <span className={styles.badge} data-testid="connection" data-state={state} role="status">
      <span className={styles.dot} aria-hidden="true" />
      <span title={connection.state === 'lost' ? connection.reason : undefined}>{texts[state]}</span>
      {state === 'live' && connection.state === 'live' && (
        <>
          <span className="quiet" title="Round trip to the gateway">
            {formatRoundTrip(connection.roundTripMs)}
          </span>
          {connection.skippedTicks > 0 && (
            <span title="This browser or its network was too slow: parts of the strips are missing.">
              · {(connection.skippedTicks / 10).toFixed(1)} s missed
            </span>
          )}
        </>
      )}
    </span>
  );
}

function badgeStateOf({ connection, monitoring }: FeedView): BadgeState {
  if (connection.state === 'lost') return 'lost';
  if (monitoring.cutOff !== undefined) return 'cut-off';
  if (connection.state === 'connecting') return 'connecting';
  const isInterrupted = monitoring.notices.some(
    ({ severity, state }) => severity === 'interrupted' && state === 'open',
  );
  return isInterrupted ? 'not-judged' : 'live';
}

function formatRoundTrip(roundTripMs: number | undefined): string {
  if (roundTripMs === undefined) return '';
  return roundTripMs < 1000
    ? `${Math.max(1, Math.round(roundTripMs))} ms`
    : `${(roundTripMs / 1000).toFixed(1)} s`;
}
