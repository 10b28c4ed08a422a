import { App } from 'cdk8s';
import { AccessCaller, CanaryService, HttpCall, LeastPrivilegeWorkload, MeshAccess, SecureNamespace } from 'cdk8s-istio';
import type { AccessRequest, CanaryVersion } from 'cdk8s-istio';

export const HOST = 'travels.agency.svc.cluster.local';

/** What is asked, beside who asks. */
export type Asked = Partial<Omit<AccessRequest, 'from' | 'to'>>;

/** A portal that calls travels, of which there are three versions, and hotels, of which there is one. */
export class Travels {
  public readonly app = new App();
  public readonly agency = new SecureNamespace(this.app, 'agency');
  public readonly travels = new CanaryService(this.agency, 'travels', { port: 8000 });
  public readonly v1: CanaryVersion;
  public readonly v2: CanaryVersion;
  public readonly v3: CanaryVersion;
  public readonly hotels = new LeastPrivilegeWorkload(this.agency, 'hotels', { image: 'hotels:1', port: 8000 });
  public readonly portal = new LeastPrivilegeWorkload(new SecureNamespace(this.app, 'portal'), 'portal', { image: 'portal:1' });
  private access?: MeshAccess;

  public constructor(weights: { readonly v1?: number; readonly v2?: number; readonly v3?: number } = { v1: 100 }) {
    [this.v1, this.v2, this.v3] = (['v1', 'v2', 'v3'] as const).map(version =>
      this.travels.addVersion(version, { image: 'travels:1', weight: weights[version] }));
    this.portal.calls.to(this.travels, HttpCall.get('/travels*'));
    this.portal.calls.to(this.hotels, HttpCall.get('/hotels*'));
  }

  /** What a workload's callers see of a request: 'ok', a status, or undefined where it goes elsewhere. */
  public sees(workload: string, asked: Asked = {}, from = AccessCaller.workload('portal', 'portal-v1')): string | undefined {
    this.access ??= MeshAccess.fromApp(this.app);
    const path = workload.startsWith('hotels') ? '/hotels' : '/travels';
    const { verdict, sees } = this.access.decide({ from, to: { namespace: 'agency', workload }, port: 8000, method: 'GET', path, ...asked });
    return verdict === 'ALLOW' ? 'ok' : verdict === 'UNKNOWN' ? 'unknown' : sees;
  }

  /** The versions of travels that get a request. */
  public takenBy(asked: Asked = {}, from?: AccessCaller): string[] {
    return ['v1', 'v2', 'v3'].filter(version => this.sees(`travels-${version}`, asked, from) === 'ok');
  }
}
