import { exportOnnx, loadModel, pretrainedModelDirectory } from '@beatwatch/model-core';
import { Option, type Command } from 'commander';
import { createOutput, table } from '../terminal/output.ts';
import { writeResultFile } from '../terminal/result-file.ts';

interface ExportFlags {
  readonly model: string;
  readonly out: string;
  readonly json?: boolean;
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a model as one ONNX file, for other programs')
    .addOption(
      new Option('--model <folder>', 'the model').default(
        pretrainedModelDirectory(),
        'the one in the repository',
      ),
    )
    .requiredOption('--out <file>', 'where the ONNX file goes')
    .option('--json', 'print the result as JSON')
    .action(async ({ model: folder, out, json }: ExportFlags) => {
      const model = await loadModel(folder);
      const file = exportOnnx(model);
      await writeResultFile(out, file);
      const { version: modelVersion, preprocessing } = model.manifest;
      createOutput(json ?? false).result(
        { modelVersion, preprocessing, file: out, bytes: file.byteLength },
        table([
          ['model', modelVersion],
          ['preprocessing', preprocessing],
          ['written to', `${out} (${(file.byteLength / 1e6).toFixed(1)} MB)`],
        ]),
      );
    });
}
