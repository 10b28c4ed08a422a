import { App, Duration } from 'cdk8s';
import { changes, travelDemo } from './_travel';
import { Manifests, refusal } from '../../_manifests';
import { HttpCall, TravelDemo, TravelScenario, TravelStage } from 'cdk8s-istio';
import type { TravelDemoProps } from 'cdk8s-istio';

const VERSIONS = ['v1', 'v2', 'v3'];
const PORTALS = { travels: 'travels.uk', viaggi: 'viaggi.it', voyages: 'voyages.fr' };
const base = travelDemo().manifests;
const scenario = (...scenarios: TravelScenario[]) => travelDemo({ scenarios });

/** The versions of travels that answer a request of a portal. */
function answering({ ask }: ReturnType<typeof travelDemo>, from: string, headers?: { [name: string]: string }): string[] {
  return VERSIONS.filter(version => ask(from, `travel-agency/travels-${version}`, 'GET /travels :8000', headers) === 'ALLOW');
}

function shares(route: any): string[] {
  return route.map(({ destination, weight }: any) => `${destination.subset} ${weight ?? 100}`);
}

/** Why a demo is refused. */
function refused(props: TravelDemoProps): string {
  const app = new App();
  new TravelDemo(app, 'travel-demo', props);
  return refusal(app);
}

describe('Request routing', () => {
  const made = scenario(TravelScenario.requestRouting());

  it('is the base but for these objects', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it.each(Object.entries({ travels: 'v1', viaggi: 'v2', voyages: 'v3' }))('leads portal %s to %s alone', (portal, version) => {
    expect(answering(made, `travel-portal/${portal}`, { portal: PORTALS[portal as keyof typeof PORTALS] })).toEqual([version]);
  });

  it('leads requests of no portal nowhere: the caller sees 404', () => {
    for (const version of VERSIONS) {
      expect(made.ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'GET /travels :8000')).toBe('DENY by routing: 404');
      expect(made.ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'GET /travels :8000', { portal: 'elsewhere.de' })).toBe('DENY by routing: 404');
    }
  });

  it('has no default, and each rule names the whole of the traffic', () => {
    const { http } = made.manifests.spec('VirtualService', 'travels');
    expect(http.map(({ match, route }: any) => `${match[0].headers.portal.exact} -> ${shares(route)}`)).toEqual([
      'travels.uk -> v1 100', 'viaggi.it -> v2 100', 'voyages.fr -> v3 100',
    ]);
  });

  it('leads the load tester nowhere either, which names no portal', () => {
    const loaded = travelDemo({ scenarios: [TravelScenario.requestRouting()], loadtester: true });
    expect(loaded.ask('travel-portal/loadtester', 'travel-agency/travels-v1', 'GET /travels :8000')).toBe('DENY by routing: 404');
  });

  it('takes other portals', () => {
    const other = scenario(TravelScenario.requestRouting({ v1: 'voyages.fr', v3: 'travels.uk' }));
    expect(answering(other, 'travel-portal/voyages', { portal: 'voyages.fr' })).toEqual(['v1']);
    expect(answering(other, 'travel-portal/viaggi', { portal: 'viaggi.it' })).toEqual(['v2']);
  });
});

describe('Fault injection', () => {
  const made = scenario(TravelScenario.faultInjection());

  it('is the base but for this object', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('delays requests to hotels, and lets the same through', () => {
    expect(made.manifests.spec('VirtualService', 'hotels').http[0].fault).toEqual({ delay: { fixedDelay: '5s', percentage: { value: 100 } } });
    expect(made.ask('travel-agency/travels-v2', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toBe('ALLOW');
    expect(made.ask('travel-agency/cars-v1', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toMatch(/^DENY/);
  });

  it('takes another delay', () => {
    const other = scenario(TravelScenario.faultInjection({ delay: Duration.millis(250), percentage: 12.5 }));
    expect(other.manifests.spec('VirtualService', 'hotels').http[0].fault).toEqual({ delay: { fixedDelay: '250ms', percentage: { value: 12.5 } } });
  });
});

describe('Traffic shifting', () => {
  const made = scenario(TravelScenario.trafficShifting());

  it('is the base but for this object', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('shares requests 80/10/10, and every portal may come to every version', () => {
    expect(shares(made.manifests.spec('VirtualService', 'travels').http[0].route)).toEqual(['v1 80', 'v2 10', 'v3 10']);
    Object.keys(PORTALS).forEach(portal => expect(answering(made, `travel-portal/${portal}`)).toEqual(VERSIONS));
  });

  it('takes other shares; a version without one gets none', () => {
    const other = scenario(TravelScenario.trafficShifting({ v1: 60, v3: 40 }));
    expect(shares(other.manifests.spec('VirtualService', 'travels').http[0].route)).toEqual(['v1 60', 'v3 40']);
    expect(answering(other, 'travel-portal/voyages')).toEqual(['v1', 'v3']);
  });
});

describe('TCP traffic shifting', () => {
  const made = scenario(TravelScenario.tcpTrafficShifting());

  it('is the base but for this object', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('shares connections 80/10/10 among those who may open them', () => {
    expect(shares(made.manifests.spec('VirtualService', 'mysqldb').tcp[0].route)).toEqual(['v1 80', 'v2 10', 'v3 10']);
    for (const version of VERSIONS) {
      expect(made.ask('travel-agency/insurances-v1', `travel-agency/mysqldb-${version}`, ':3306')).toBe('ALLOW');
      expect(made.ask('travel-agency/discounts-v1', `travel-agency/mysqldb-${version}`, ':3306')).toMatch(/^DENY/);
    }
  });
});

describe('Request timeouts', () => {
  const made = scenario(TravelScenario.requestTimeouts());

  it('are the base but for these objects', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('end what voyages.fr asks of travels after 2 seconds, while hotels waits for 5; the others wait, too', () => {
    const { http } = made.manifests.spec('VirtualService', 'travels');
    expect(http.map(({ match, timeout, route }: any) => `${match?.[0].headers.portal.exact}: ${timeout} ${shares(route)}`)).toEqual([
      'voyages.fr: 2s v1 33,v2 33,v3 34', 'undefined: undefined v1 33,v2 33,v3 34',
    ]);
    expect(made.manifests.spec('VirtualService', 'hotels').http[0].fault.delay.fixedDelay).toBe('5s');
  });

  it('let everybody through whom the base does', () => {
    expect(answering(made, 'travel-portal/voyages', { portal: 'voyages.fr' })).toEqual(VERSIONS);
    expect(answering(made, 'travel-portal/viaggi', { portal: 'viaggi.it' })).toEqual(VERSIONS);
  });

  it('take other values', () => {
    const other = scenario(TravelScenario.requestTimeouts({ portal: 'viaggi.it', timeout: Duration.millis(500), delay: Duration.seconds(1), percentage: 10 }));
    expect(other.manifests.spec('VirtualService', 'travels').http[0]).toMatchObject({
      match: [{ headers: { portal: { exact: 'viaggi.it' } } }], timeout: '500ms',
    });
    expect(other.manifests.spec('VirtualService', 'hotels').http[0].fault.delay).toEqual({ fixedDelay: '1s', percentage: { value: 10 } });
  });
});

describe('Circuit breaking', () => {
  const made = scenario(TravelScenario.circuitBreaking());

  it('is the base but for these objects', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('keeps every caller of travels to one connection, and ejects a pod after one error, by fields that Istio reads', () => {
    expect(made.manifests.spec('DestinationRule', 'travels').trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } },
      outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
    });
    expect(made.manifests.container('loadtester').env).toContainEqual({ name: 'CONNECTIONS', value: '50' });
  });

  it('lets the load tester ask every version for the list of destinations, and for no more', () => {
    expect(answering(made, 'travel-portal/loadtester')).toEqual(VERSIONS);
    expect(made.ask('travel-portal/loadtester', 'travel-agency/travels-v1', 'GET /travels/Rome :8000')).toBe('DENY by authorizationPolicy: 403');
    expect(made.ask('travel-portal/loadtester', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toMatch(/^DENY/);
  });

  it('takes other limits', () => {
    const other = scenario(TravelScenario.circuitBreaking({
      maxConnections: 4, maxPendingRequests: 8, consecutiveErrors: 3, maxEjectionPercent: 50, connections: 10,
    }));
    expect(other.manifests.spec('DestinationRule', 'travels').trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 4 }, http: { http1MaxPendingRequests: 8 } },
      outlierDetection: { consecutive5xxErrors: 3, maxEjectionPercent: 50 },
    });
    expect(other.manifests.container('loadtester').env).toContainEqual({ name: 'CONNECTIONS', value: '10' });
  });
});

describe('Mirroring', () => {
  const made = scenario(TravelScenario.mirroring());

  it('is the base but for this object', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('shares requests 80/20 among v1 and v2, and copies half of them to v3', () => {
    const [route] = made.manifests.spec('VirtualService', 'travels').http;
    expect(shares(route.route)).toEqual(['v1 80', 'v2 20']);
    expect(route).toMatchObject({ mirror: { subset: 'v3' }, mirrorPercentage: { value: 50 } });
    // To v3 comes the copy.
    expect(answering(made, 'travel-portal/voyages')).toEqual(VERSIONS);
  });

  it('lets v3 do with a copy what the others do with the request, and no more', () => {
    expect(made.ask('travel-agency/travels-v3', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toBe('ALLOW');
    expect(made.ask('travel-agency/travels-v3', 'travel-agency/discounts-v1', 'GET /discounts/new :8000')).toMatch(/^DENY/);
    expect(made.manifests.allowed('travels', 'travel-agency').sort()).toEqual(base.allowed('travels', 'travel-agency').sort());
  });

  it('takes other shares; v2 gets what v1 leaves', () => {
    const [route] = scenario(TravelScenario.mirroring({ v1: 95, percentage: 1.5 })).manifests.spec('VirtualService', 'travels').http;
    expect(shares(route.route)).toEqual(['v1 95', 'v2 5']);
    expect(route.mirrorPercentage.value).toBe(1.5);
  });
});

describe('Traffic policies', () => {
  const made = scenario(TravelScenario.trafficPolicies());
  const admitted = scenario(TravelScenario.trafficPolicies({ admitLoadtester: true }));

  it('are the base but for these objects', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('admit the load tester by one more object', () => {
    expect(changes(made.manifests, admitted.manifests)).toMatchSnapshot();
  });

  it('guard travel-agency alone: deny-all, an AuthorizationPolicy for each callee, a Sidecar for each workload, no NetworkPolicy', () => {
    const policies = made.manifests.all.filter(({ kind }) => ['AuthorizationPolicy', 'Sidecar', 'NetworkPolicy'].includes(kind));
    expect(new Set(policies.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['travel-agency']));
    expect(made.manifests.names('NetworkPolicy')).toEqual([]);
    expect(made.manifests.names('AuthorizationPolicy')).toEqual(['cars', 'deny-all', 'discounts', 'flights', 'hotels', 'insurances', 'mysqldb', 'travels']);
    expect(made.manifests.names('Sidecar')).toEqual([
      'cars', 'default', 'discounts', 'flights', 'hotels', 'insurances',
      ...VERSIONS.map(version => `mysqldb-${version}`), ...VERSIONS.map(version => `travels-${version}`),
    ]);
  });

  it('show the load tester 403 at every version, and let the portals in', () => {
    for (const version of VERSIONS) {
      expect(made.ask('travel-portal/loadtester', `travel-agency/travels-${version}`, 'GET /travels :8000')).toBe('DENY by authorizationPolicy: 403');
      expect(made.ask('travel-portal/voyages', `travel-agency/travels-${version}`, 'GET /travels :8000')).toBe('ALLOW');
    }
    expect(made.ask('travel-portal/loadtester', 'travel-agency/hotels-v1', 'GET /hotels :8000')).toBe('DENY by authorizationPolicy: 403');
    expect(made.ask('travel-portal/loadtester', 'travel-agency/mysqldb-v1', ':3306')).toBe('DENY by authorizationPolicy: reset');
  });

  it('confine callers inside of travel-agency, and nobody elsewhere', () => {
    expect(made.ask('travel-agency/cars-v1', 'travel-agency/flights-v1', 'GET /flights/Rome :8000')).toMatch(/^DENY by sidecar/);
    expect(made.ask('travel-portal/loadtester', 'travel-portal/voyages', 'GET /anything :8000')).toBe('ALLOW');
    expect(made.ask('travel-control/control', 'travel-portal/voyages', 'GET /status :8000')).toBe('ALLOW');
    expect(made.ask('internet', 'travel-control/control', 'GET //control.travel-control.istio-cluster.org/ :8080')).toBe('ALLOW');
  });

  it('then admit the load tester to travels-v1, for the list of destinations; v2 and v3 still show it 403', () => {
    expect(answering(admitted, 'travel-portal/loadtester')).toEqual(['v1']);
    expect(admitted.ask('travel-portal/loadtester', 'travel-agency/travels-v1', 'GET /travels/Rome :8000')).toBe('DENY by authorizationPolicy: 403');
    for (const version of ['v2', 'v3']) {
      expect(admitted.ask('travel-portal/loadtester', `travel-agency/travels-${version}`, 'GET /travels :8000')).toBe('DENY by authorizationPolicy: 403');
    }
    expect(answering(admitted, 'travel-portal/voyages')).toEqual(VERSIONS);
  });
});

describe('Scenarios together', () => {
  it('are one demo where they decide different things, in any order', () => {
    const together = [
      TravelScenario.faultInjection(), TravelScenario.requestRouting(), TravelScenario.tcpTrafficShifting(), TravelScenario.trafficPolicies(),
    ];
    const made = scenario(...together);
    expect(made.manifests.names('VirtualService')).toEqual(['hotels', 'mysqldb', 'travels', 'control-gateway']);
    expect(scenario(...together.reverse()).manifests.yaml).toBe(made.manifests.yaml);
    expect(answering(made, 'travel-portal/viaggi', { portal: 'viaggi.it' })).toEqual(['v2']);
  });

  it('add to what a user declares of the same services', () => {
    const app = new App();
    const demo = new TravelDemo(app, 'travel-demo', { scenarios: [TravelScenario.trafficShifting()] });
    demo.agency.travels.traffic.delay(Duration.seconds(1));
    demo.portal.voyages.calls.to(demo.agency.discounts, HttpCall.get('/discounts/*'));
    expect(Manifests.of(app).spec('VirtualService', 'travels').http[0]).toMatchObject({ fault: { delay: { fixedDelay: '1s' } } });
  });
});

describe('Scenarios that cannot be', () => {
  it('both decide where requests to travels go', () => {
    expect(refused({ scenarios: [TravelScenario.requestRouting(), TravelScenario.trafficShifting()] }))
      .toContain("[travel-demo] scenarios 'request-routing' and 'traffic-shifting' both decide where requests to travels go; choose one of them.");
  });

  it('both decide what the load tester may do, and where requests go', () => {
    const message = refused({ scenarios: [TravelScenario.circuitBreaking(), TravelScenario.mirroring(), TravelScenario.trafficPolicies()] });
    expect(message).toContain("scenarios 'circuit-breaking' and 'mirroring' both decide where requests to travels go");
    expect(message).toContain("scenarios 'circuit-breaking' and 'traffic-policies' both decide what the load tester may do");
  });

  it('both delay hotels', () => {
    expect(refused({ scenarios: [TravelScenario.requestTimeouts(), TravelScenario.faultInjection()] }))
      .toContain("scenarios 'request-timeouts' and 'fault-injection' both decide the delay of hotels");
  });

  it('have a percentage, a duration or a limit that cannot be', () => {
    expect(refused({ scenarios: [TravelScenario.mirroring({ percentage: 101 })] })).toMatch(/mirror.*101/);
    expect(refused({ scenarios: [TravelScenario.mirroring({ v1: 101 })] })).toContain('weight 101');
    expect(refused({ scenarios: [TravelScenario.requestTimeouts({ timeout: Duration.millis(0) })] })).toContain('a timeout of 0ms is no duration');
    expect(refused({ scenarios: [TravelScenario.circuitBreaking({ maxConnections: 0 })] })).toContain('maxConnections');
  });

  it('are chosen twice', () => {
    expect(refused({ scenarios: [TravelScenario.trafficPolicies(), TravelScenario.trafficPolicies({ admitLoadtester: true })] }))
      .toContain("scenarios 'traffic-policies' and 'traffic-policies-admit-loadtester' both decide what the load tester may do");
  });

  it.each([TravelStage.UNMESHED, TravelStage.CONTROL_ONLY])('need proxies, which travel-agency has not in stage %s', stage => {
    expect(refused({ stage, scenarios: [TravelScenario.faultInjection()] }))
      .toContain(`[travel-demo] scenario 'fault-injection' is a matter of proxies, which travel-agency has not in stage '${stage}'; use TravelStage.ALL.`);
  });

  it('need versions that are left out', () => {
    expect(refused({ scenarios: [TravelScenario.tcpTrafficShifting()], agency: { newMysqldbVersions: false } }))
      .toContain("[travel-demo] scenario 'tcp-traffic-shifting' needs versions v2 and v3 of mysqldb, which are left out; leave them in.");
  });

  it('bring a load tester that is admitted beside them', () => {
    expect(refused({ scenarios: [TravelScenario.trafficPolicies()], loadtester: true }))
      .toContain("scenario 'traffic-policies' brings the load tester and decides what it may do; leave out 'loadtester'.");
  });

  it('have shares that are not all of the traffic', () => {
    expect(refused({ scenarios: [TravelScenario.trafficShifting({ v1: 80 })] })).toContain('weights add up to 80 (v1 80, v2 0, v3 0); they must add up to 100.');
  });

  it('are all reported at once', () => {
    const message = refused({ stage: TravelStage.UNMESHED, scenarios: [TravelScenario.requestRouting(), TravelScenario.faultInjection()] });
    expect(message).toContain("scenario 'request-routing' is a matter");
    expect(message).toContain("scenario 'fault-injection' is a matter");
  });
});
