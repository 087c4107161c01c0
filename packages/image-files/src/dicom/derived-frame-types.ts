import { attributes } from './attributes.ts';
import type { DataSet } from './data-set.ts';
import type { Changes } from './derived-header.ts';

/** The sequences of enhanced objects that hold a Frame Type: MR, MR spectroscopy, CT, 3D X-ray, PET, ultrasound. */
const frameTypeSequences = [0x00189226, 0x00189227, 0x00189329, 0x00189504, 0x00189751, 0x00189806];
const original = 'ORIGINAL';
/** Of the same length, as spaces at the end mean nothing (PS3.5 6.2), so that no length around it changes. */
const derived = 'DERIVED ';

/** The functional groups of an enhanced object with each frame said to be derived, as Image Type says (PS3.3 C.7.6.16). */
export function derivedFrameTypes(dataSet: DataSet): Changes {
  const changes: Changes = new Map();
  for (const attribute of [
    attributes.sharedFunctionalGroupsSequence,
    attributes.perFrameFunctionalGroupsSequence,
  ]) {
    const element = dataSet.element(attribute);
    if (element === undefined) continue;
    const bytes = dataSet.source.bytes.slice(element.start, element.end);
    for (const group of dataSet.items(attribute))
      for (const tag of frameTypeSequences)
        for (const item of group.items({ tag, keyword: 'FrameTypeSequence', vr: 'SQ' })) {
          const frameType = item.element(attributes.frameType);
          if (frameType !== undefined && item.text(attributes.frameType)?.startsWith(original) === true)
            bytes.set(Buffer.from(derived), frameType.valueStart - element.start);
        }
    changes.set(attribute.tag, bytes);
  }
  return changes;
}
