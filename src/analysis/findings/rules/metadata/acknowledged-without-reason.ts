import { writtenAnnotations } from './written-annotations';
import { ACKNOWLEDGE, writtenAcknowledgements } from '../../acknowledgements';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see docs/findings.md */
export const ACKNOWLEDGED_WITHOUT_REASON: Rule = {
  code: 'MESH1670',
  severity: 'warning',
  aliases: [],
  title: 'acknowledgement that is none',
  explanation: 'A line of the annotation cdk8s-istio/acknowledge has a code of ours, a colon, and a reason. Any other line lets nothing pass.',
  fix: 'Write for example MESH0440: the other version comes with the next release.',
  *find(world) {
    const annotated = new Set(writtenAnnotations(world).filter(({ name }) => name === ACKNOWLEDGE).map(({ object }) => object));
    for (const object of annotated) {
      for (const { code, reason } of writtenAcknowledgements(object)) {
        if (/^MESH\d{4}$/.test(code) && reason !== '') { continue; }
        const { path } = Cursor.of(object.object, 'metadata', 'annotations', ACKNOWLEDGE);
        yield { object, path, message: reason === '' ? `${quoted(code)} has no reason` : `${quoted(code)} is no code of ours` };
      }
    }
  },
};
