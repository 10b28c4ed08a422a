import { Call } from './call';
import type { Condition } from './condition';
import { when } from './condition';
import type { ConditionData, Further } from './condition-data';
import type { EndUser } from './end-user';
import { byUser } from './end-user';
import type { HttpOperation } from './http-operation';
import { PathPattern } from './path-pattern';

/** A protobuf service with its package, such as `shop.v1.Cart`. */
const SERVICE = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const METHOD = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * gRPC calls that a caller may make: on the wire, POST requests to `/package.Service/Method`.
 */
export class GrpcCall extends Call {
  /**
   * Methods of a service.
   *
   * @param service the service with its package, such as 'shop.v1.Cart'
   * @param methods the names of methods; at least one
   */
  public static methods(service: string, ...methods: string[]): GrpcCall {
    return new GrpcCall(service, methods, undefined, []);
  }

  /**
   * Every method of a service.
   *
   * @param service the service with its package, such as 'shop.v1.Cart'
   */
  public static service(service: string): GrpcCall {
    return new GrpcCall(service, ['*'], undefined, []);
  }

  /** @internal */
  public readonly _speaks = 'grpc';
  /** @internal */
  public readonly _operation: HttpOperation;
  /** @internal */
  public readonly _conditions: readonly ConditionData[];
  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(
    private readonly serviceName: string, private readonly methodNames: string[],
    /** @internal */ public readonly _port: string | undefined, private readonly further: readonly Further[],
  ) {
    super();
    this._operation = { methods: ['POST'], paths: methodNames.map(method => PathPattern.parse(`/${serviceName}/${method}`)) };
    this._conditions = further.flatMap(({ conditions }) => conditions);
    this._problems = [...problemsOf(serviceName, methodNames), ...further.flatMap(({ problems }) => problems)];
  }

  /** The same calls, to the callee's port of that name. */
  public onPort(name: string): GrpcCall {
    return new GrpcCall(this.serviceName, this.methodNames, name, this.further);
  }

  /**
   * The same calls, on behalf of such a user: they carry a token that a `JwtAuthentication` of the callee accepts, and all
   * that is said of the user holds of it.
   */
  public byUser(user: EndUser): GrpcCall {
    return new GrpcCall(this.serviceName, this.methodNames, this._port, [...this.further, byUser(user)]);
  }

  /** The same calls, as far as the conditions hold too: all of them. */
  public when(...conditions: Condition[]): GrpcCall {
    return new GrpcCall(this.serviceName, this.methodNames, this._port, [...this.further, ...conditions.map(when)]);
  }
}

function problemsOf(service: string, methods: string[]): string[] {
  const problems: string[] = [];
  if (!SERVICE.test(service)) {
    problems.push(`gRPC service '${service}' is no service name; write it with its package, such as 'shop.v1.Cart'.`);
  }
  if (methods.length === 0) {
    problems.push(`the call names no method of gRPC service '${service}'; name at least one, or use GrpcCall.service() for all.`);
  }
  for (const method of methods.filter(name => name !== '*' && !METHOD.test(name))) {
    problems.push(`gRPC method '${method}' is no method name; use a name such as 'AddItem'.`);
  }
  return problems;
}
