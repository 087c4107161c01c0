import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SetUpForm } from '../../account/set-up-form.tsx';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).account.setUp.title,
});

export default function SetUpPage(): ReactNode {
  return <SetUpForm />;
}
