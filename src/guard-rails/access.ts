import type { Callees } from './callees';
import type { Callers } from './callers';
import type { DeclaredOperation } from '../analysis/proof';
import { HttpCall } from '../calls/http-call';
import { isPortNumber } from '../private/port-number';

/** Who, what of whom. */
export interface AccessProps {
  /** Who calls. */
  readonly from: Callers;

  /** What is called. */
  readonly to: Callees;

  /**
   * The container port, 1–65535; not that of a Service.
   * @default - every port
   */
  readonly port?: number;

  /**
   * Request methods, in upper case. An empty list is an error.
   * @default - every method
   */
  readonly methods?: string[];

  /**
   * Paths, without query, in the forms of `HttpCall`: '/a', '/a*', '*.css', '/a/{*}/b'. An empty list is an error.
   * @default - every path
   */
  readonly paths?: string[];

  /**
   * Hosts that requests name, in the forms of `HttpCall`. An empty list is an error.
   * @default - every host
   */
  readonly hosts?: string[];
}

/**
 * A set of requests: who, what, of whom. Without methods, paths and hosts it is every request, and connections without HTTP too.
 *
 * It is a value: mistakes in it are remembered, and reported by the mesh that takes it for a guard rail.
 */
export class Access {
  /** The requests of some callers to some callees. */
  public static of(props: AccessProps): Access {
    return new Access(props);
  }

  /** @internal */
  public readonly _problems: readonly string[];
  /** @internal */
  public readonly _operation: DeclaredOperation | undefined;

  private constructor(/** @internal */ public readonly _props: AccessProps) {
    const { from, to, port, methods, paths, hosts } = _props;
    const call = methods ?? paths ?? hosts ? HttpCall.of({ methods, paths, hosts }) : undefined;
    this._operation = call && operationOf(call);
    this._problems = [
      ...from._problems, ...to._problems, ...call?._problems ?? [],
      ...port === undefined || isPortNumber(port) ? [] : [`port ${port} is none; use a whole number from 1 to 65535.`],
    ];
  }
}

function operationOf({ _operation: { methods, paths, hosts } }: HttpCall): DeclaredOperation {
  return {
    ...methods ? { methods } : {},
    ...paths ? { paths: paths.map(path => path.text) } : {},
    ...hosts ? { hosts } : {},
  };
}
