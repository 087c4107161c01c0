import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build as buildBundle, type Plugin } from 'esbuild';

/** Programs and threads of the check, and where each stands in the packed folder: its code looks for files beside itself. */
const entries: Readonly<Record<string, string>> = {
  'test/bench/gpu/packed.ts': 'test/bench/gpu/packed.mjs',
  'test/bench/gpu/measure.ts': 'test/bench/gpu/measure-start.mjs',
  'packages/model-core/src/engines/onnx-worker.ts': 'packages/model-core/src/engines/onnx-worker-start.mjs',
  'packages/model-core/src/webgpu/worker.ts': 'packages/model-core/src/webgpu/worker-start.mjs',
  'packages/model-core/src/tensorflow/worker.ts': 'packages/model-core/src/tensorflow/worker-start.mjs',
};

/** Packages with libraries of their own, which stay as they are. */
const external = ['onnxruntime-node', 'webgpu', '@tensorflow/*'];

/** Puts each entry with all its code into one file, at the place that it would have in the repository. */
export async function bundle(root: string, folder: string): Promise<void> {
  await Promise.all(
    Object.entries(entries).map(([source, target]) =>
      buildBundle({
        entryPoints: [join(root, source)],
        outfile: join(folder, target),
        absWorkingDir: root,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        external,
        legalComments: 'eof',
        logLevel: 'error',
        banner: { js: bannerOf(target) },
        plugins: [ownUrls(root)],
      }),
    ),
  );
}

/** What packages in CommonJS need, and the address of the packed folder. */
const bannerOf = (target: string): string =>
  [
    "import { createRequire as createPackedRequire } from 'node:module';",
    'const require = createPackedRequire(import.meta.url);',
    `const packedRoot = new URL('${relative(dirname(target), '.')}/', import.meta.url).href;`,
  ].join('\n');

/** In one file every module would have the same `import.meta.url`: each keeps that of its place in the repository. */
function ownUrls(root: string): Plugin {
  return {
    name: 'own-urls',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const place = JSON.stringify(relative(root, path));
        return { loader: 'ts', contents: text.replaceAll('import.meta.url', `(packedRoot + ${place})`) };
      });
    },
  };
}
