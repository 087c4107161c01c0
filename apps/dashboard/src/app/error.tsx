'use client';

import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import { Notice } from '../shell/notice.tsx';

export default function ErrorPage({
  reset,
}: {
  readonly error: Error;
  readonly reset: () => void;
}): ReactNode {
  const { failed } = useTexts().shell;
  return (
    <main>
      <Notice title={failed.title} action={<button onClick={reset}>{failed.again}</button>}>
        {failed.text}
      </Notice>
    </main>
  );
}
