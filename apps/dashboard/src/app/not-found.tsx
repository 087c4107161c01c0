import Link from 'next/link';
import type { ReactNode } from 'react';
import { Notice } from '../shell/notice.tsx';

export default function NotFound(): ReactNode {
  return (
    <main>
      <Notice title="Page not found" action={<Link href="/">Go to the central station</Link>}>
        The address may be mistyped or outdated.
      </Notice>
    </main>
  );
}
