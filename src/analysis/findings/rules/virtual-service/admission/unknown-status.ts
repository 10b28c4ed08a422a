import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

const GRPC = new Set([
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
]);

/** @see https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
export const UNKNOWN_STATUS: Rule = {
  code: 'MESH0428',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'status that no answer has',
  explanation: 'A fault or an answer of the proxy has a status from 200 to 600, or the name of one of gRPC in capitals, such as NOT_FOUND. Istio refuses others.',
  fix: 'Give a status that clients know.',
  *find(world) {
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].fault.abort.httpStatus', 'spec.http[].directResponse.status'), ({ number }) =>
      number !== undefined && (number < 200 || number > 600) ? `${number} is no status of an answer` : undefined);
    yield* refused(places(world, VIRTUAL_SERVICE, 'spec.http[].fault.abort.grpcStatus'), ofText(text => GRPC.has(text) ? undefined : `${quoted(text)} is no status of gRPC`));
  },
};
