'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import { useSession } from './use-session.ts';

/** Who is signed in, with the way to the account and out. */
export function Who(): ReactNode {
  const t = useTexts();
  const session = useSession();
  if (session === undefined) return undefined;
  const { userName, role, isDemo } = session;
  return (
    <Link href="/account" data-testid="who" title={t.shell.who.title}>
      {isDemo ? t.shell.who.demo : (userName ?? t.alarms.staff)}{' '}
      <span className="quiet small">{t.shell.roles[role]}</span>
    </Link>
  );
}
