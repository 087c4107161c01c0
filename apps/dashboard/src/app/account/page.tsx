import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AccountView } from '../../account/account-view.tsx';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).account.title,
});

export default function AccountPage(): ReactNode {
  return <AccountView />;
}
