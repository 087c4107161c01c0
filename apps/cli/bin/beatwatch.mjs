#!/usr/bin/env node
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`beatwatch: found Node.js ${process.versions.node}, expected 20.19 or later`);
  process.exit(2);
}
// To judge days of signal takes a sixth longer with tsx: see docs/decisions/no-build-step.md.
if (process.argv[2] === 'rescore') await import('@oxc-node/core/register');
else (await import('tsx/esm/api')).register();
await import('../src/main.ts');
