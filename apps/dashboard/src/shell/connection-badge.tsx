'use client';

import type { ReactNode } from 'react';
import { useFeedView } from '../live/live-provider.tsx';
import styles from './shell.module.css';

/** State of the connection to the gateway, with its round-trip time. */
export function ConnectionBadge(): ReactNode {
  const { connection } = useFeedView();
  return (
    <span className={styles.badge} data-testid="connection" data-state={connection.state} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {connection.state === 'connecting' && 'Connecting'}
      {connection.state === 'lost' && <span title={connection.reason}>Not live, reconnecting</span>}
      {connection.state === 'live' && (
        <>
          Live{' '}
          <span className="quiet" title="Round trip to the gateway">
            {connection.roundTripMs === undefined
              ? ''
              : connection.roundTripMs < 1000
                ? `${Math.max(1, Math.round(connection.roundTripMs))} ms`
                : `${(connection.roundTripMs / 1000).toFixed(1)} s`}
          </span>
          {connection.skippedTicks > 0 && (
            <span title="This browser or its network was too slow: parts of the strips are missing.">
              {' '}
              · {(connection.skippedTicks / 10).toFixed(1)} s missed
            </span>
          )}
        </>
      )}
    </span>
  );
}
