import { App, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-27';
import type { Made } from './_bookinfo';
import { bookinfo } from './_bookinfo';
import { ROUTINGS } from '../../../examples/bookinfo/networking/routings';
import { refusal } from '../../_manifests';
import { changes } from '../_demo';
import {
  Bookinfo, BookinfoDatabase, BookinfoRouting, ExternalAddresses, HttpCall, HttpMatch, LeastPrivilegeWorkload, MtlsMode, Platform, RolloutStage,
} from 'cdk8s-istio';
import type { BookinfoProps } from 'cdk8s-istio';

const VERSIONS = ['v1', 'v2', 'v3'];
const JASON = { 'end-user': 'jason' };
const base = bookinfo().manifests;
const routed = (...routings: BookinfoRouting[]) => bookinfo({ routings });
const byName = new Map<string, Made>();

/** Bookinfo with one of upstream's routings, made once. */
function routing(name: string): Made {
  const known = byName.get(name) ?? bookinfo(ROUTINGS[name]);
  byName.set(name, known);
  return known;
}

const account = (name: string) => `cluster.local/ns/bookinfo/sa/bookinfo-${name}`;

/** The versions of reviews that answer productpage. */
function reviewing({ ask }: Made, headers?: { [name: string]: string }): string[] {
  return VERSIONS.filter(version => ask('bookinfo/productpage-v1', `bookinfo/reviews-${version}`, 'GET /reviews/0 :9080', headers) === 'ALLOW');
}

function shares({ manifests }: Made, app: string, rule = 0): string[] {
  return manifests.spec('VirtualService', app).http[rule].route.map(({ destination, weight }: any) => `${destination.subset} ${weight ?? 100}`);
}

function asking({ ask }: Made, from: string, to: string, headers?: { [name: string]: string }): string {
  return ask(`bookinfo/${from}`, `bookinfo/${to}`, `GET /${to.split('-')[0]}/0 :9080`, headers);
}

/** Why Bookinfo is refused. */
function refused(props: BookinfoProps): string {
  const app = new App();
  new Bookinfo(app, 'bookinfo', props);
  return refusal(app);
}

describe.each(Object.keys(ROUTINGS))('Routing %s', name => {
  const made = routing(name);

  it('is proved, and is Bookinfo but for these objects', () => {
    expect(changes(base, made.manifests)).toMatchSnapshot();
  });

  it('is named as it is called', () => {
    expect(ROUTINGS[name].routings?.map(one => one.name)).toEqual([name]);
  });

  it('leads to versions that are deployed, by subsets that exist, at fully qualified hosts', () => {
    for (const route of made.manifests.names('VirtualService').flatMap(one => made.manifests.spec('VirtualService', one).http)) {
      for (const { destination: { host, subset } } of route.route) {
        const app = host.split('.')[0];
        expect(host).toBe(`${app}.bookinfo.svc.cluster.local`);
        if (subset !== undefined) {
          expect(made.manifests.spec('DestinationRule', app).subsets).toContainEqual({ name: subset, labels: { version: subset } });
          expect(made.manifests.names('Deployment')).toContain(`${app}-${subset}`);
        }
      }
    }
  });

  it('opens no way that the call graph has not', () => {
    expect(asking(made, 'productpage-v1', 'ratings-v1')).toMatch(/^DENY by sidecar/);
    expect(asking(made, 'reviews-v1', 'ratings-v1')).toMatch(/^DENY by sidecar/);
    expect(asking(made, 'details-v1', 'reviews-v1')).toMatch(/^DENY by sidecar/);
  });
});

describe('Requests to reviews', () => {
  it.each<[string, string, string[]]>([
    ['go to v1 alone', 'all-v1', ['v1 100']],
    ['go to v1 by 80 % and to v2 by 20 %', 'reviews-80-20', ['v1 80', 'v2 20']],
    ['go to v1 by 90 % and to v2 by 10 %', 'reviews-90-10', ['v1 90', 'v2 10']],
    ['go to v1 and v3 by half', 'reviews-50-v3', ['v1 50', 'v3 50']],
    ['go to v2 and v3 by half', 'reviews-v2-v3', ['v2 50', 'v3 50']],
    ['go to v3 alone', 'reviews-v3', ['v3 100']],
  ])('%s', (_, name, expected) => {
    const made = routing(name);
    expect(made.manifests.spec('VirtualService', 'reviews').http).toHaveLength(1);
    expect(shares(made, 'reviews')).toEqual(expected);
    for (const headers of [undefined, JASON]) {
      expect(reviewing(made, headers)).toEqual(expected.map(share => share.split(' ')[0]));
    }
  });

  it.each<[string, string, string]>([
    ['to v2, and others to v1', 'reviews-test-v2', 'v1'],
    ['to v2, and others to v3', 'reviews-jason-v2-v3', 'v3'],
  ])('of jason go %s', (_, name, others) => {
    const made = routing(name);
    expect(reviewing(made, JASON)).toEqual(['v2']);
    expect(reviewing(made)).toEqual([others]);
    expect(reviewing(made, { 'end-user': 'jasons' })).toEqual([others]);
    expect(reviewing(made, { 'end-user': 'Jason' })).toEqual([others]);
  });

  it('of another user than jason may be the exception', () => {
    const made = routed(BookinfoRouting.reviewsTestV2({ user: 'mary' }));
    expect([reviewing(made, { 'end-user': 'mary' }), reviewing(made, JASON)]).toEqual([['v2'], ['v1']]);
  });
});

describe('Requests to ratings', () => {
  it('of jason wait for 7 seconds; nobody is kept out', () => {
    const made = routing('ratings-test-delay');
    const [slow, plain] = made.manifests.spec('VirtualService', 'ratings').http;
    expect(slow).toMatchObject({ match: [{ headers: { 'end-user': { exact: 'jason' } } }], fault: { delay: { fixedDelay: '7s', percentage: { value: 100 } } } });
    expect(plain).not.toHaveProperty('fault');
    for (const headers of [undefined, JASON]) {
      expect(asking(made, 'reviews-v2', 'ratings-v1', headers)).toBe('ALLOW');
    }
  });

  it('of jason fail with 500, and those of others come through', () => {
    const made = routing('ratings-test-abort');
    expect(asking(made, 'reviews-v3', 'ratings-v1', JASON)).toBe('DENY by routing: 500');
    expect(asking(made, 'reviews-v3', 'ratings-v1')).toBe('ALLOW');
  });

  it('take other values', () => {
    const delayed = routed(BookinfoRouting.ratingsTestDelay({ user: 'mary', delay: Duration.seconds(2), percentage: 12.5 }));
    expect(delayed.manifests.spec('VirtualService', 'ratings').http[0]).toMatchObject({
      match: [{ headers: { 'end-user': { exact: 'mary' } } }], fault: { delay: { fixedDelay: '2s', percentage: { value: 12.5 } } },
    });
    const aborted = routed(BookinfoRouting.ratingsTestAbort({ user: 'mary', status: 503, percentage: 50 }));
    expect(aborted.manifests.spec('VirtualService', 'ratings').http[0].fault).toEqual({ abort: { httpStatus: 503, percentage: { value: 50 } } });
  });
});

describe('Requests to details', () => {
  it('fail with 555, by one rule: upstream has a second that nothing reaches', () => {
    const made = routing('fault-injection-details-v1');
    expect(made.manifests.spec('VirtualService', 'details').http).toHaveLength(1);
    expect(asking(made, 'productpage-v1', 'details-v1')).toBe('DENY by routing: 555');
    expect(made.manifests.spec('VirtualService', 'details').http[0].fault.abort).toEqual({ httpStatus: 555, percentage: { value: 100 } });
  });

  it('fail as it is said', () => {
    const made = routed(BookinfoRouting.faultInjectionDetailsV1({ status: 503, percentage: 10 }));
    expect(made.manifests.spec('VirtualService', 'details').http[0].fault.abort).toEqual({ httpStatus: 503, percentage: { value: 10 } });
    expect(asking(made, 'productpage-v1', 'details-v1')).toBe('ALLOW');
  });

  describe('go to v2, which', () => {
    const made = bookinfo({ routings: [BookinfoRouting.detailsV2()], googleApis: ExternalAddresses.of('142.250.0.0/15').because('Google has the block') });

    it('answers in the place of v1', () => {
      expect(asking(made, 'productpage-v1', 'details-v2')).toBe('ALLOW');
      expect(asking(made, 'productpage-v1', 'details-v1')).toMatch(/^DENY by routing/);
      expect(made.manifests.container('details-v2').env).toEqual([{ name: 'DO_NOT_ENCRYPT', value: 'true' }]);
    });

    it('may ask Google, as nobody else may: TLS from its proxy on, at the addresses that are given', () => {
      expect(made.manifests.known('details-v2')).toEqual(['bookinfo/www.googleapis.com']);
      expect(made.manifests.openings('details-v2').egress).toEqual(['142.250.0.0/15 TCP:443']);
      expect(made.manifests.spec('ServiceEntry', 'googleapis')).toMatchObject({ hosts: ['www.googleapis.com'], exportTo: ['.'], resolution: 'DNS' });
      expect(made.manifests.spec('DestinationRule', 'googleapis').trafficPolicy.portLevelSettings).toEqual([
        { port: { number: 80 }, tls: { mode: 'SIMPLE', caCertificates: 'system' } },
      ]);
      for (const sidecar of made.manifests.names('Sidecar').filter(one => one !== 'details-v2')) {
        expect(made.manifests.known(sidecar).join()).not.toContain('googleapis');
      }
    });

    it('has an identity of its own, and calls nothing in the mesh', () => {
      expect(made.manifests.pod('Deployment', 'details-v2').spec.serviceAccountName).toBe('bookinfo-details-v2');
      expect(made.manifests.pod('Deployment', 'details-v1').spec.serviceAccountName).toBe('bookinfo-details');
      expect(asking(made, 'details-v2', 'ratings-v1')).toMatch(/^DENY by sidecar/);
    });
  });
});

describe('Ratings with MongoDB', () => {
  const made = routing('ratings-db');

  it('are those of v2, which reviews v3 asks', () => {
    expect(reviewing(made)).toEqual(['v3']);
    expect(asking(made, 'reviews-v3', 'ratings-v2')).toBe('ALLOW');
    expect(asking(made, 'reviews-v3', 'ratings-v1')).toMatch(/^DENY by routing/);
  });

  it('may be read by ratings v2 alone: TCP, with mutual TLS', () => {
    expect(made.ask('bookinfo/ratings-v2', 'bookinfo/mongodb-v1', ':27017')).toBe('ALLOW');
    for (const other of ['ratings-v1', 'reviews-v3', 'details-v1', 'productpage-v1']) {
      expect(made.ask(`bookinfo/${other}`, 'bookinfo/mongodb-v1', ':27017')).toMatch(/^DENY/);
    }
    expect(made.ask('outside', 'bookinfo/mongodb-v1', ':27017')).toMatch(/^DENY/);
    expect(made.manifests.allowed('mongodb')).toEqual([`${account('ratings-v2')} * * :27017`]);
    expect(made.manifests.spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
  });

  it("are upstream's objects: names, ports, images, arguments, environment", () => {
    expect(made.manifests.spec('Service', 'mongodb').ports).toEqual([{ name: 'mongo', port: 27017, targetPort: 27017, appProtocol: 'tcp' }]);
    expect(made.manifests.container('mongodb-v1')).toMatchObject({
      name: 'mongodb', image: 'registry.istio.io/release/examples-bookinfo-mongodb:1.20.3', args: ['--ipv6', '--bind_ip_all'], imagePullPolicy: 'IfNotPresent',
    });
    expect(made.manifests.container('ratings-v2')).toMatchObject({
      image: 'registry.istio.io/release/examples-bookinfo-ratings-v2:1.20.3', env: [{ name: 'MONGO_DB_URL', value: 'mongodb://mongodb:27017/test' }],
    });
    expect(made.manifests.pod('Deployment', 'ratings-v2').spec.serviceAccountName).toBe('bookinfo-ratings-v2');
  });

  it('are hardened in every respect, so that Pod Security stays as it is', () => {
    const { spec } = made.manifests.pod('Deployment', 'mongodb-v1');
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999 });
    expect(spec.containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(spec.containers[0].volumeMounts.map((mount: any) => mount.mountPath)).toEqual(['/data/db', '/data/configdb', '/tmp']);
    expect(bookinfo({ routings: [BookinfoRouting.ratingsDb()] }, Platform.openshift()).manifests.get('Namespace', 'bookinfo').metadata.labels)
      .toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });
});

describe('Ratings with MySQL', () => {
  const made = routing('ratings-mysql');

  it('may be read by ratings v2-mysql alone', () => {
    expect(reviewing(made)).toEqual(['v3']);
    expect(asking(made, 'reviews-v3', 'ratings-v2-mysql')).toBe('ALLOW');
    expect(made.ask('bookinfo/ratings-v2-mysql', 'bookinfo/mysqldb-v1', ':3306')).toBe('ALLOW');
    expect(made.ask('bookinfo/ratings-v1', 'bookinfo/mysqldb-v1', ':3306')).toMatch(/^DENY/);
    expect(made.manifests.allowed('mysqldb')).toEqual([`${account('ratings-v2-mysql')} * * :3306`]);
  });

  it('share the password by a Secret, where upstream repeats it in plain text', () => {
    const password = { valueFrom: { secretKeyRef: { name: 'mysql-credentials', key: 'rootpasswd' } } };
    expect(made.manifests.container('mysqldb-v1').env).toEqual([{ name: 'MYSQL_ROOT_PASSWORD', ...password }]);
    expect(made.manifests.container('ratings-v2-mysql').env).toEqual([
      { name: 'DB_TYPE', value: 'mysql' }, { name: 'MYSQL_DB_HOST', value: 'mysqldb' }, { name: 'MYSQL_DB_PORT', value: '3306' },
      { name: 'MYSQL_DB_USER', value: 'root' }, { name: 'MYSQL_DB_PASSWORD', ...password },
    ]);
    expect(made.manifests.get('Secret', 'mysql-credentials').data).toEqual({ rootpasswd: 'cGFzc3dvcmQ=' });
  });

  it('are not hardened where the image cannot bear it, which the namespace says too', () => {
    const { spec } = made.manifests.pod('Deployment', 'mysqldb-v1');
    expect(spec.containers[0].securityContext).toMatchObject({ allowPrivilegeEscalation: false, runAsNonRoot: false, readOnlyRootFilesystem: false });
    expect(made.manifests.get('Namespace', 'bookinfo').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/warn': 'baseline' });
    expect(base.get('Namespace', 'bookinfo').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/warn': 'restricted' });
  });

  it('take a Secret of somebody else, and another image', () => {
    const app = new App();
    const credentials = Secret.fromSecretName(app, 'vault', 'from-vault');
    const { manifests } = bookinfo({ databases: [BookinfoDatabase.mysql({ credentials, image: 'mysql-with-stars:8' })], routings: [BookinfoRouting.ratingsMysql()] });
    expect(manifests.names('Secret')).toEqual([]);
    expect(manifests.container('mysqldb-v1').image).toBe('mysql-with-stars:8');
    expect(manifests.container('mysqldb-v1').env[0].valueFrom.secretKeyRef.name).toBe('from-vault');
  });

  it('on a machine outside may be asked there by ratings v2-mysql-vm alone', () => {
    const { manifests } = routing('ratings-mysql-vm');
    expect(manifests.names('Deployment')).not.toContain('mysqldb-v1');
    expect(manifests.known('ratings-v2-mysql-vm')).toEqual(['bookinfo/mysqldb.vm.svc.cluster.local']);
    expect(manifests.openings('ratings-v2-mysql-vm').egress).toEqual(['192.0.2.7/32 TCP:3306']);
    expect(manifests.container('ratings-v2-mysql-vm').env).toContainEqual({ name: 'MYSQL_DB_HOST', value: 'mysqldb.vm.svc.cluster.local' });
    expect(manifests.spec('ServiceEntry', 'mysqldb-vm')).toMatchObject({ addresses: ['192.0.2.7'], resolution: 'STATIC', ports: [{ protocol: 'TCP' }] });
  });
});

describe('What is deployed without a routing', () => {
  const made = bookinfo({
    databases: [BookinfoDatabase.mongodb(), BookinfoDatabase.mysql(), BookinfoDatabase.mysqlVm({ address: '192.0.2.7', host: 'db.example.com' })],
    googleApis: ExternalAddresses.anyPublic().because('it is a test'),
  });

  it('gets no request: v1 answers for ratings and details', () => {
    expect(shares(made, 'ratings')).toEqual(['v1 100']);
    expect(shares(made, 'details')).toEqual(['v1 100']);
    for (const version of ['v2', 'v2-mysql', 'v2-mysql-vm']) {
      expect(asking(made, 'reviews-v3', `ratings-${version}`)).toMatch(/^DENY by routing/);
    }
    expect(asking(made, 'productpage-v1', 'details-v2')).toMatch(/^DENY by routing/);
  });

  it('may get some by a rule of its own', () => {
    const app = new App();
    const books = new Bookinfo(app, 'bookinfo', { databases: [BookinfoDatabase.mongodb()] });
    books.ratings.traffic.routeTo(HttpMatch.of({ from: books.reviewsV3 }), books.version('ratings', 'v2'));
    expect(refusal(app)).toBe('');
  });

  it('takes mutual TLS only at its databases, where the namespace takes plain text yet', () => {
    for (const props of [{ rollout: RolloutStage.OBSERVE }, { mtls: MtlsMode.PERMISSIVE }]) {
      const { manifests } = bookinfo({ ...props, databases: [BookinfoDatabase.mongodb(), BookinfoDatabase.mysql()] });
      expect(manifests.spec('PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'PERMISSIVE' } });
      for (const app of ['mongodb', 'mysqldb']) {
        expect(manifests.spec('PeerAuthentication', app)).toMatchObject({ selector: { matchLabels: { app } }, mtls: { mode: 'STRICT' } });
      }
    }
    expect(made.manifests.names('PeerAuthentication')).toEqual(['default']);
  });

  it('keeps its databases apart', () => {
    expect(made.ask('bookinfo/ratings-v2', 'bookinfo/mysqldb-v1', ':3306')).toMatch(/^DENY/);
    expect(made.ask('bookinfo/ratings-v2-mysql', 'bookinfo/mongodb-v1', ':27017')).toMatch(/^DENY/);
  });

  it('tells which versions there are, if one is not', () => {
    expect(() => made.bookinfo.version('details', 'v3')).toThrow("bookinfo: details has no version 'v3' beside others; the versions are details-v1, details-v2, ");
  });
});

describe('Routings together', () => {
  it('are one Bookinfo where they decide about different hosts, in any order', () => {
    const together = [BookinfoRouting.reviewsTestV2(), BookinfoRouting.ratingsTestDelay(), BookinfoRouting.faultInjectionDetailsV1()];
    const made = routed(...together);
    expect(made.manifests.names('VirtualService')).toEqual(['bookinfo-gateway', 'details', 'ratings', 'reviews']);
    expect(routed(...together.reverse()).manifests.yaml).toBe(made.manifests.yaml);
  });

  it('add to what a user declares, also in another namespace', () => {
    const app = new App();
    const books = new Bookinfo(app, 'books', { namespace: 'books', routings: [BookinfoRouting.ratingsDb()] });
    books.ratings.traffic.timeout(Duration.seconds(2));
    const backup = new LeastPrivilegeWorkload(books, 'backup', { image: 'backup:1' });
    backup.calls.to(books.ratings, HttpCall.get('/ratings/*'));
    expect(refusal(app)).toBe('');
  });
});

describe('Routings that cannot be', () => {
  it.each<[string, BookinfoRouting[], string]>([
    ['both decide about reviews', [BookinfoRouting.reviews8020(), BookinfoRouting.reviewsV3()],
      "[bookinfo] routings 'reviews-80-20' and 'reviews-v3' both decide where requests to reviews go; choose one of them."],
    ['both decide about ratings', [BookinfoRouting.ratingsTestDelay(), BookinfoRouting.ratingsTestAbort()],
      "routings 'ratings-test-delay' and 'ratings-test-abort' both decide where requests to ratings go"],
    ['decide about all hosts', [BookinfoRouting.allV1(), BookinfoRouting.reviewsTestV2()], "routings 'all-v1' and 'reviews-test-v2' both decide where requests to reviews go"],
    ['decide about two hosts', [BookinfoRouting.ratingsDb(), BookinfoRouting.ratingsMysql()], "routings 'ratings-db' and 'ratings-mysql' both decide where requests to ratings go"],
    ['are one twice', [BookinfoRouting.reviewsV3(), BookinfoRouting.reviewsV3()], "routings 'reviews-v3' and 'reviews-v3' both decide"],
    ['need addresses', [BookinfoRouting.detailsV2()], "routing 'details-v2' needs details v2, which asks www.googleapis.com; say with 'googleApis' at which addresses it may."],
    ['need a machine', [BookinfoRouting.ratingsMysqlVm()], "routing 'ratings-mysql-vm' needs ratings v2-mysql-vm, and the machine with its database is not known; give BookinfoDatabase.mysqlVm() among the 'databases'."],
    ['have a status that is none', [BookinfoRouting.ratingsTestAbort({ status: 600 })], 'the abort with status 600 has no status of HTTP'],
    ['have a percentage that is none', [BookinfoRouting.ratingsTestDelay({ percentage: 101 })], '101'],
    ['have a delay that is none', [BookinfoRouting.ratingsTestDelay({ delay: Duration.millis(0) })], 'a delay of 0ms is no duration'],
  ])('%s', (_, routings, message) => {
    expect(refused({ routings })).toContain(message);
  });

  it('decide about reviews beside shares of reviews', () => {
    expect(refused({ routings: [BookinfoRouting.reviewsV3()], reviewsWeights: { v1: 100 } }))
      .toContain("[bookinfo] 'reviewsWeights' and routing 'reviews-v3' both decide where requests to reviews go; choose one of them.");
  });

  it('have a database twice, or at no address', () => {
    expect(refused({ databases: [BookinfoDatabase.mongodb(), BookinfoDatabase.mongodb()] })).toContain("[bookinfo] database 'mongodb' is given twice; give it once.");
    expect(refused({ databases: [BookinfoDatabase.mysqlVm({ address: 'db.example.com' })] })).toContain("endpoint 'db.example.com' is no address");
  });

  it('are all reported at once', () => {
    const message = refused({ routings: [BookinfoRouting.detailsV2(), BookinfoRouting.ratingsMysqlVm()] });
    expect(message).toContain("routing 'details-v2' needs");
    expect(message).toContain("routing 'ratings-mysql-vm' needs");
  });

  it('ask a database for requests: it takes connections', () => {
    const app = new App();
    const books = new Bookinfo(app, 'bookinfo', { databases: [BookinfoDatabase.mongodb()] });
    books.productpage.calls.to(books.node.findChild('mongodb') as LeastPrivilegeWorkload, HttpCall.get('/test'));
    expect(refusal(app)).toContain("call to 'bookinfo/mongodb': methods and paths on port 'mongo', which speaks tcp");
  });
});
