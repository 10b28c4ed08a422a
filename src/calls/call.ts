import type { ConditionData } from './condition-data';
import type { HttpOperation } from './http-operation';

/**
 * What a call is: the part of a declared edge that says what the caller may do. See `HttpCall`, `GrpcCall`, `TcpCall`.
 *
 * A call is a value: mistakes in it are remembered, and reported by the construct that declares it.
 */
export abstract class Call {
  /**
   * The name of the callee's port; undefined where only one fits.
   * @internal
   */
  public abstract readonly _port: string | undefined;

  /**
   * What the callee's port must speak.
   * @internal
   */
  public abstract readonly _speaks: 'http' | 'grpc' | 'tcp';

  /**
   * What is asked of an HTTP server; undefined for a connection without HTTP.
   * @internal
   */
  public abstract readonly _operation: HttpOperation | undefined;

  /**
   * What must hold besides, all of it.
   * @internal
   */
  public abstract readonly _conditions: readonly ConditionData[];

  /**
   * What is wrong with the call.
   * @internal
   */
  public abstract readonly _problems: readonly string[];
}
