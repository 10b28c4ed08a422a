import type { MeshModel, Workload } from '../model';
import { together } from './combine';
import type { Decision } from './decision';
import { LayerSpeaker } from './decision';
import type { Request } from './request';

const routing = new LayerSpeaker('routing', false);

export function fromInternet(_model: MeshModel, _callee: Workload, _sidecar: boolean, _request: Request): Decision {
  return together([routing.unknown('not yet')]);
}
