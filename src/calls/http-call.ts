import { Call } from './call';
import type { Condition } from './condition';
import { when } from './condition';
import type { ConditionData, Further } from './condition-data';
import type { EndUser } from './end-user';
import { byUser } from './end-user';
import type { HttpOperation } from './http-operation';
import { PathPattern } from './path-pattern';

/** An HTTP request method (RFC 9110), as servers know them: upper case. */
const METHOD = /^[A-Z][A-Z-]*$/;

/** A host as policies match it: exact, `*.example.com` or `api.*`, or any. */
const HOST = /^(\*|\*?[A-Za-z0-9.-]+(:\d+)?|[A-Za-z0-9.-]+\*)$/;

/** What an HTTP call consists of. */
export interface HttpCallOptions {
  /**
   * Request methods, in upper case. An empty list is an error.
   * @default - every method
   */
  readonly methods?: string[];

  /**
   * Paths, without query: exact `/a`, prefix `/a*`, suffix `*.css`, template `/a/{*}/b` (`{**}` for any number of
   * segments), or `*`. An empty list is an error.
   * @default - every path
   */
  readonly paths?: string[];

  /**
   * Hosts that the request may name, without port: exact, `*.example.com` or `api.*`. An empty list is an error.
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * The name of the callee's port.
   * @default - the callee's only port for HTTP
   */
  readonly port?: string;
}

/**
 * HTTP requests that a caller may send. A method does not imply another: `GET` is not `HEAD`.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export class HttpCall extends Call {
  /** GET requests to the paths. */
  public static get(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['GET'], paths });
  }

  /** HEAD requests to the paths. */
  public static head(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['HEAD'], paths });
  }

  /** POST requests to the paths. */
  public static post(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['POST'], paths });
  }

  /** PUT requests to the paths. */
  public static put(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['PUT'], paths });
  }

  /** PATCH requests to the paths. */
  public static patch(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['PATCH'], paths });
  }

  /** DELETE requests to the paths. */
  public static delete(...paths: string[]): HttpCall {
    return HttpCall.of({ methods: ['DELETE'], paths });
  }

  /** Every request, whatever its method, path and host. */
  public static any(): HttpCall {
    return HttpCall.of({});
  }

  /** Requests by method, path and host. */
  public static of(options: HttpCallOptions): HttpCall {
    return new HttpCall(options, []);
  }

  /** @internal */
  public readonly _speaks = 'http';
  /** @internal */
  public readonly _port: string | undefined;
  /** @internal */
  public readonly _operation: HttpOperation;
  /** @internal */
  public readonly _conditions: readonly ConditionData[];
  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(private readonly options: HttpCallOptions, private readonly further: readonly Further[]) {
    super();
    const paths = options.paths?.map(PathPattern.parse);
    this._port = options.port;
    this._operation = operationOf(options, paths);
    this._conditions = further.flatMap(({ conditions }) => conditions);
    this._problems = [...problemsOf(options, paths), ...further.flatMap(({ problems }) => problems)];
  }

  /** The same requests, to the callee's port of that name. */
  public onPort(name: string): HttpCall {
    return new HttpCall({ ...this.options, port: name }, this.further);
  }

  /** The same requests, naming one of the hosts. */
  public onHosts(...hosts: string[]): HttpCall {
    return new HttpCall({ ...this.options, hosts }, this.further);
  }

  /**
   * The same requests, on behalf of such a user: they carry a token that a `JwtAuthentication` of the callee accepts, and
   * all that is said of the user holds of it.
   */
  public byUser(user: EndUser): HttpCall {
    return new HttpCall(this.options, [...this.further, byUser(user)]);
  }

  /** The same requests, as far as the conditions hold too: all of them. */
  public when(...conditions: Condition[]): HttpCall {
    return new HttpCall(this.options, [...this.further, ...conditions.map(when)]);
  }
}

function operationOf(options: HttpCallOptions, paths: PathPattern[] | undefined): HttpOperation {
  return {
    methods: options.methods,
    // Any path is no restriction, and said as none.
    paths: paths?.some(path => path.form === 'any') ? undefined : paths,
    hosts: options.hosts?.includes('*') ? undefined : options.hosts,
  };
}

function problemsOf(options: HttpCallOptions, paths: PathPattern[] | undefined): string[] {
  const problems: string[] = [];
  if (options.methods?.length === 0) {
    problems.push('the call names no method; name at least one, or leave methods out for every method.');
  }
  for (const method of options.methods ?? []) {
    if (!METHOD.test(method)) {
      problems.push(`method '${method}' is no HTTP method; methods are upper case, such as '${method.toUpperCase().replace(/[^A-Z-]/g, '') || 'GET'}'.`);
    }
  }
  if (paths?.length === 0) {
    problems.push("the call names no path; name at least one, or '*' for every path.");
  }
  problems.push(...(paths ?? []).map(path => path.problem).filter(problem => problem !== undefined));
  if (options.hosts?.length === 0) {
    problems.push('the call names no host; name at least one, or leave hosts out for every host.');
  }
  for (const host of options.hosts ?? []) {
    if (!HOST.test(host)) {
      problems.push(`host '${host}' is not a host; use a name such as 'api.example.com', '*.example.com' or 'api.*'.`);
    }
  }
  return problems;
}
