'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useSession } from './use-session.ts';

/** Who is signed in, with the way to the account and out. */
export function Who(): ReactNode {
  const session = useSession();
  if (session === undefined) return undefined;
  const { userName, role, isDemo } = session;
  return (
    <Link href="/account" data-testid="who" title="Your account, and sign out">
      {isDemo ? 'Demo' : (userName ?? 'staff')} <span className="quiet small">{role}</span>
    </Link>
  );
}
