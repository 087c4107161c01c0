// `npm run sbom`: writes what is installed for production as CycloneDX JSON, to the file given, default sbom.cdx.json.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { productionSbom } from './components.ts';

// Throws for an option: it is no name of a file.
const [file = 'sbom.cdx.json'] = parseArgs({ allowPositionals: true }).positionals;
const sbom = productionSbom();
writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`${file}: ${sbom.bomFormat} ${sbom.specVersion}, ${sbom.components.length} components`);
