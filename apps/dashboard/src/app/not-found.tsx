import Link from 'next/link';
import type { ReactNode } from 'react';
import { requestTexts } from '../server/request-language.ts';
import { Notice } from '../shell/notice.tsx';

export default async function NotFound(): Promise<ReactNode> {
  const { notFound } = (await requestTexts()).shell;
  return (
    <main>
      <Notice title={notFound.title} action={<Link href="/">{notFound.action}</Link>}>
        {notFound.text}
      </Notice>
    </main>
  );
}
