'use client';

import type { ReactNode } from 'react';
import { Notice } from '../shell/notice.tsx';

export default function ErrorPage({
  reset,
}: {
  readonly error: Error;
  readonly reset: () => void;
}): ReactNode {
  return (
    <main>
      <Notice title="This page could not be shown" action={<button onClick={reset}>Try again</button>}>
        Something went wrong in the page itself; the monitoring behind it goes on. If it happens again, reload
        and tell whoever runs this installation.
      </Notice>
    </main>
  );
}
