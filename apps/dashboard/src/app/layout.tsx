import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Footer } from '../shell/footer.tsx';
import { QueryProvider } from '../shell/query-provider.tsx';
import { themeScript } from '../shell/theme.ts';
import { isDemoInstallation } from '../server/sessions.ts';
import '../styles/global.css';

export const metadata: Metadata = {
  title: { default: 'Beatwatch', template: '%s · Beatwatch' },
  description: 'Live ECG, anomaly scores for each beat, and alarms',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }): Promise<ReactNode> {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" data-theme="dark" suppressHydrationWarning>
      <head>
        {/* Browsers hide the nonce from scripts, so that it differs when React compares. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <QueryProvider>{children}</QueryProvider>
        <Footer isDemo={isDemoInstallation()} />
      </body>
    </html>
  );
}
