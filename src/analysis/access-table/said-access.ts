import type { AccessClient } from '../access/access-client';
import type { AccessOperation } from '../access/access-operation';

/** Each of the clients may do each of the operations. */
export interface SaidAccess {
  readonly clients: readonly AccessClient[];
  readonly operations: readonly AccessOperation[];
}
