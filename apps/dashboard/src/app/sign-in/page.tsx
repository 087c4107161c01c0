import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { SignInForm } from '../../account/sign-in-form.tsx';
import { readConfig } from '../../server/config.ts';
import { isDemoInstallation } from '../../server/sessions.ts';
import { localPath } from '../../server/sign-in/local-path.ts';
import { requestTexts } from '../../server/request-language.ts';

export const dynamic = 'force-dynamic';
export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await requestTexts()).account.signIn.page,
});

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[]; readonly failed?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps): Promise<ReactNode> {
  if (isDemoInstallation()) redirect('/');
  const { next, failed } = await searchParams;
  return (
    <SignInForm
      next={localPath(typeof next === 'string' ? next : undefined)}
      hasSingleSignOn={readConfig(process.env).OIDC_ISSUER !== undefined}
      hasFailed={failed !== undefined}
    />
  );
}
