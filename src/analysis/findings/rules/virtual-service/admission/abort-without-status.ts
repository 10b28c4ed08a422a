import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const ABORT_WITHOUT_STATUS: Rule = {
  code: 'MESH0427',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'abort without a status',
  explanation: 'An abort without an httpStatus or grpcStatus aborts nothing.',
  fix: 'Give the status, or remove the abort.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.http[].fault.abort'), at =>
    at.object !== undefined && ['httpStatus', 'grpcStatus', 'http2Error'].every(field => !at.at(field).exists) ? 'no status says how requests are aborted' : undefined),
};
