import { parseArgs } from 'node:util';
import { pack } from './pack/pack.ts';
import { check, checkUsage } from './run-check.ts';

export const usage = `npm run bench -- gpu ${checkUsage}
npm run bench -- gpu --pack FOLDER

Each engine that works here, in a process of its own: golden numbers (within 1e-4 in 32 bits), AUROC on ECG5000_TEST_HALF (within
0.001 of onnx's, in half precision too), beats a second by batch; beside them PyTorch with cuDNN where python3 has it, with beats
copied to the GPU and reconstructions back as ours are. A batch size is measured for --seconds-each at most, all of it for
--minutes: what there is no time for is named. An engine
that fails is reported with the reason. Writes one JSON file (default .beatwatch/bench/gpu.json) after each engine, prints a table.
--pack collects all of it in a folder, Node.js too, for a machine without network: FOLDER/run [--minutes 8].`;

export async function main(args: string[]): Promise<object> {
  if (!args.includes('--pack')) return check(args);
  const { values } = parseArgs({
    args,
    options: { pack: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
  });
  const packed = await pack(values.pack);
  if (!values.json) {
    for (const { name, bytes } of packed.parts)
      console.log(`${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${name}`);
    console.log(`${packed.folder}/run [--minutes 8]: ${(packed.bytes / 1e6).toFixed(0)} MB in all`);
  }
  return packed;
}
