// `npm run licences`: prints the licence of every production dependency; ends with 1 where one is not on the list.
import process from 'node:process';
import { productionSbom } from './components.ts';
import { licensedPackages } from './licence-rules.ts';

const packages = licensedPackages(productionSbom().components);
for (const { name, version, licence, refusal, exception } of packages) {
  const remark = refusal === undefined ? exception : `REFUSED: ${refusal}`;
  console.log([`${name}@${version}`, licence ?? '-', ...(remark === undefined ? [] : [remark])].join('\t'));
}
const refused = packages.filter(({ refusal }) => refusal !== undefined);
console.error(`${packages.length} packages, ${refused.length} refused`);
process.exitCode = refused.length === 0 ? 0 : 1;
