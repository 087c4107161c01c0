import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Footer } from '../shell/footer.tsx';
import { QueryProvider } from '../shell/query-provider.tsx';
import { themeScript } from '../shell/theme.ts';
import { LanguageProvider } from '../texts/language-provider.tsx';
import { requestLanguage, requestTexts } from '../server/request-language.ts';
import { isDemoInstallation } from '../server/sessions.ts';
import '../styles/global.css';

export async function generateMetadata(): Promise<Metadata> {
  const { description } = (await requestTexts()).shell;
  return { title: { default: 'Beatwatch', template: '%s · Beatwatch' }, description };
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const language = await requestLanguage();
  return (
    <html lang={language} data-theme="dark" suppressHydrationWarning>
      <head>
        {/* Browsers hide the nonce from scripts, so that it differs when React compares. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <LanguageProvider language={language}>
          <QueryProvider>{children}</QueryProvider>
          <Footer isDemo={isDemoInstallation()} />
        </LanguageProvider>
      </body>
    </html>
  );
}
