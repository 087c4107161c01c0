import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { UsersView } from '../../account/users-view.tsx';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).account.users,
});

export default function UsersPage(): ReactNode {
  return <UsersView />;
}
