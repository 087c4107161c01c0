import Link from 'next/link';
import type { ReactNode } from 'react';
import { Notice } from '../shell/notice.tsx';

export default function NotFound(): ReactNode {
  return (
    <main>
      <Notice title="There is no such page" action={<Link href="/">Go to the central station</Link>}>
        The address may be mistyped or out of date.
      </Notice>
    </main>
  );
}
