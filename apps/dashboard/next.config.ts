import type { NextConfig } from 'next';

// Nothing leaves this machine: Next reads this before it would send anything.
process.env['NEXT_TELEMETRY_DISABLED'] = '1';

const config: NextConfig = {
  // The packages of this workspace are TypeScript sources.
  transpilePackages: [
    '@beatwatch/contracts',
    '@beatwatch/live-protocol',
    '@beatwatch/service-kit',
    '@beatwatch/timescale',
  ],
  // Loaded by Node from node_modules, on the server only.
  serverExternalPackages: ['pg', 'pino', 'prom-client'],
  // `npm run types` checks them; the first start, which builds, need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
