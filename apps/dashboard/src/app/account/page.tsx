import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AccountView } from '../../account/account-view.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Account' };

export default function AccountPage(): ReactNode {
  return <AccountView />;
}
