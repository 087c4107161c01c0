import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SetUpForm } from '../../account/set-up-form.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Set your password' };

export default function SetUpPage(): ReactNode {
  return <SetUpForm />;
}
