// `npm run sbom`: writes what is installed for production as CycloneDX JSON, to the file given, default sbom.cdx.json.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { productionSbom } from './components.ts';

const [, , file = 'sbom.cdx.json'] = process.argv;
const sbom = productionSbom();
writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`${file}: ${sbom.bomFormat} ${sbom.specVersion}, ${sbom.components.length} components`);
