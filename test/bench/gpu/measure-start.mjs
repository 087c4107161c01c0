// Entry module of a process that measures one engine; the packed folder has a bundle in its place.
await import('./measure.ts');
