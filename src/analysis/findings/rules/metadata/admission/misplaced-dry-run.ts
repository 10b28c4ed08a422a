import { annotations } from './annotations';
import { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { quoted } from '../../../validation/words';

const DRY_RUN = 'istio.io/dry-run';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/ */
export const MISPLACED_DRY_RUN: Rule = {
  code: 'MESH1602',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'dry run that Istio does not do',
  explanation: 'Only an AuthorizationPolicy that allows or denies can be tried without effect, by the annotation istio.io/dry-run with true or false. Istio refuses it elsewhere.',
  fix: 'Remove the annotation, or give it "true" or "false".',
  *find(world) {
    for (const { object, at } of annotations(world)) {
      const value = at.at(DRY_RUN);
      if (!value.exists) { continue; }
      const action = Cursor.of(object.object, 'spec', 'action').string ?? 'ALLOW';
      const message = object.kind !== 'AuthorizationPolicy' ? `there is no dry run of a ${object.kind}`
        : action !== 'ALLOW' && action !== 'DENY' ? `there is no dry run of the action ${quoted(action)}`
          : value.string === undefined || isBoolean(value.string) ? undefined : `${quoted(value.string)} is neither true nor false`;
      if (message !== undefined) { yield { object, path: value.path, message }; }
    }
  },
};

/** As Go reads it. */
function isBoolean(text: string): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text);
}
