import type { NextConfig } from 'next';

// Turns off telemetry of Next.js.
process.env['NEXT_TELEMETRY_DISABLED'] = '1';

const config: NextConfig = {
  // Workspace packages export TypeScript sources.
  transpilePackages: [
    '@beatwatch/adaptation',
    '@beatwatch/alarms',
    '@beatwatch/contracts',
    '@beatwatch/ecg',
    '@beatwatch/live-protocol',
    '@beatwatch/rescoring',
    '@beatwatch/service-kit',
    '@beatwatch/stream-processor',
    '@beatwatch/timescale',
  ],
  // Loaded from node_modules on the server, not bundled.
  serverExternalPackages: ['better-auth', 'pg', 'pino', 'prom-client'],
  // Checked by `npm run types`; the build at the first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
