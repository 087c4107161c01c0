import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { UsersView } from '../../account/users-view.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Users' };

export default function UsersPage(): ReactNode {
  return <UsersView />;
}
