import type { MeshModel } from '../model';
import { normalizePath } from './match/paths';
import type { Routable } from './match/routes';
import type { Caller, Request } from './request';
import { Unknown } from './tri';

export function addressOf(caller: Caller, whose: string): string | Unknown {
  return caller.address ?? new Unknown(`the address of ${whose} is not known`);
}

/** The request as it leaves the caller, for a host. */
export function routable(model: MeshModel, request: Request, authority: string): Routable {
  const path = normalizePath(request.path ?? '/', model.meshConfig.pathNormalization);
  return { method: request.method ?? '', path, authority, headers: request.headers };
}
