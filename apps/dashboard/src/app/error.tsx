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
        The page has failed; monitoring continues. Try again or reload the page. If the error returns, contact
        the administrator of this installation.
      </Notice>
    </main>
  );
}
