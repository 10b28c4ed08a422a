import { HOST, Travels } from './_mesh';
import { Manifests, refusal } from '../_manifests';
import { HttpMatch } from 'cdk8s-istio';

describe('Routing by header', () => {
  const t = new Travels();
  t.travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, t.v2);
  t.travels.traffic.routeByHeader('portal', { exact: 'voyages.fr' }, t.v3);

  it('is one VirtualService for the host, with the default last', () => {
    const { app } = t;
    const made = Manifests.of(app);
    expect(made.names('VirtualService')).toEqual(['travels']);
    const to = (subset: string) => [{ destination: { host: HOST, subset, port: { number: 8000 } } }];
    expect(made.spec('VirtualService', 'travels').http).toEqual([
      { match: [{ headers: { portal: { exact: 'viaggi.it' } } }], route: to('v2') },
      { match: [{ headers: { portal: { exact: 'voyages.fr' } } }], route: to('v3') },
      { route: to('v1') },
    ]);
  });

  it('sends each portal to its version, and all others to the default', () => {
    expect(t.takenBy({ headers: { portal: 'viaggi.it' } })).toEqual(['v2']);
    expect(t.takenBy({ headers: { portal: 'voyages.fr' } })).toEqual(['v3']);
    expect(t.takenBy({ headers: { portal: 'travels.uk' } })).toEqual(['v1']);
    expect(t.takenBy()).toEqual(['v1']);
  });
});

describe('A rule that cannot be', () => {
  const refused = (declare: (t: Travels) => void, weights?: { v1?: number }): string => {
    const t = new Travels(weights);
    declare(t);
    return refusal(t.app);
  };

  it('comes after a catch-all', () => {
    expect(refused(({ travels, v1, v2 }) => {
      travels.traffic.routeTo(HttpMatch.any(), v2);
      travels.traffic.routeByHeader('portal', { exact: 'viaggi.it' }, v1);
    })).toContain("the 2nd rule (header 'portal' exact 'viaggi.it' to v1) is never reached: the 1st rule (any request to v2) is declared before it");
  });

  it('leads to a version of another service', () => {
    const other = new Travels();
    expect(refused(({ travels }) => travels.traffic.routeByHeader('portal', { exact: 'x' }, other.v1)))
      .toContain("leads to 'agency/travels/v1', which is a version of another service");
  });

  it('has a second default', () => {
    expect(refused(({ travels, v1 }) => travels.traffic.defaultTo(v1)))
      .toContain("the versions' own weights and defaultTo(v1) both say where requests go that no rule takes");
  });

  it('has an expression that RE2 refuses', () => {
    expect(refused(({ travels, v1 }) => travels.traffic.routeByHeader('portal', { regex: '(?=a)b' }, v1))).toContain("'(?=a)b' is no expression of RE2");
  });
});
