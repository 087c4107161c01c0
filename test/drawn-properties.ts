import process from 'node:process';
import fc from 'fast-check';

// Properties are tried on the same examples every time: a red test is the change's. FAST_CHECK_SEED draws others.
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 1) });
