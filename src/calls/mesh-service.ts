import type { IConstruct } from 'constructs';
import type { ICallee } from './callee';
import type { ICaller } from './caller';

/** A service of the mesh as a whole, which is called and calls: a workload, a canary with all of its versions, a machine. */
export interface IMeshService extends IConstruct, ICaller, ICallee {
  /** The service's name. */
  readonly name: string;
}
