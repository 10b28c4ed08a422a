/** What a request may have beside its method and path. */
export interface RequestOptions {
  /** The callee's container port. @default - the only one that it has */
  readonly port?: number;
  /** @default - the Service's */
  readonly host?: string;
  /** @default - none */
  readonly headers?: { readonly [name: string]: string };
  /** The claims of a genuine token. @default - no token */
  readonly claims?: { readonly [claim: string]: unknown };
}

/** A request, whoever sends it. */
export interface TestedRequest extends RequestOptions {
  /** Undefined for bytes over TCP. */
  readonly method?: string;
  readonly path?: string;
}

/**
 * One HTTP request, as a test asks for it.
 */
export class HttpRequest implements TestedRequest {
  public static get(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('GET', path, options); }
  public static head(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('HEAD', path, options); }
  public static post(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('POST', path, options); }
  public static put(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('PUT', path, options); }
  public static patch(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('PATCH', path, options); }
  public static delete(path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest('DELETE', path, options); }
  public static of(method: string, path: string, options: RequestOptions = {}): HttpRequest { return new HttpRequest(method, path, options); }

  public readonly port?: number;
  public readonly host?: string;
  public readonly headers?: { readonly [name: string]: string };
  public readonly claims?: { readonly [claim: string]: unknown };

  private constructor(public readonly method: string, public readonly path: string, options: RequestOptions) {
    this.port = options.port;
    this.host = options.host;
    this.headers = options.headers;
    this.claims = options.claims;
  }

  /** The same request to another container port. */
  public to(port: number): HttpRequest { return new HttpRequest(this.method, this.path, { ...this, port }); }
}

/**
 * Bytes over TCP, as a test asks for them.
 */
export class TcpRequest implements TestedRequest {
  /** To the only container port that the callee has. */
  public static any(): TcpRequest { return new TcpRequest(undefined); }
  /** To a container port. */
  public static port(port: number): TcpRequest { return new TcpRequest(port); }

  private constructor(public readonly port: number | undefined) {}
}
