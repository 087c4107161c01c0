import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Footer } from '../shell/footer.tsx';
import { QueryProvider } from '../shell/query-provider.tsx';
import { themeScript } from '../shell/theme.ts';
import '../styles/global.css';

export const metadata: Metadata = {
  title: { default: 'Beatwatch', template: '%s · Beatwatch' },
  description: 'Live ECG, anomaly scores for each beat, and alarms',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function RootLayout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <html lang="en" data-theme="dark" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <QueryProvider>{children}</QueryProvider>
        <Footer />
      </body>
    </html>
  );
}
