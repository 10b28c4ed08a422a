import type { ISecret } from 'cdk8s-plus-27';
import { EnvValue, Volume } from 'cdk8s-plus-27';
import { bookinfoServiceAccount, MONGODB, MYSQLDB_IMAGE } from './bookinfo-parts';
import type { ICallee } from '../../calls/callee';
import { ExternalPort } from '../../gateways/external-port';
import { ExternalService } from '../../gateways/external-service';
import type { SecureNamespace } from '../../namespaces/secure-namespace';
import { MtlsMode } from '../../policies/mtls-mode';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import type { LeastPrivilegeWorkloadProps } from '../../workloads/least-privilege-workload-props';
import { socketProbes } from '../../workloads/workload-containers';
import { WorkloadPort } from '../../workloads/workload-port';
import { MYSQL_CREDENTIALS, MYSQL_PORT, mysqlPods, upstreamCredentials } from '../mysql';
import { labelAccount } from '../service-accounts';

/** MySQL for the stars of Bookinfo. */
export interface BookinfoMysqlOptions {
  /**
   * The Secret whose key `rootpasswd` is the password of user root.
   * @default - upstream's: Secret 'mysql-credentials', with the password 'password'
   */
  readonly credentials?: ISecret;

  /**
   * The image.
   * @default - upstream's 'examples-bookinfo-mysqldb:1.20.3', of which it is not known that it starts
   */
  readonly image?: string;
}

/** MySQL on a machine outside of the cluster. */
export interface BookinfoMysqlVmOptions {
  /** The machine's address. */
  readonly address: string;

  /**
   * The name by which ratings looks it up; somebody must resolve it to the address.
   * @default - upstream's: 'mysqldb.vm.svc.cluster.local', in the cluster's domain
   */
  readonly host?: string;

  /**
   * The Secret whose key `rootpasswd` is the password of user root.
   * @default - upstream's: Secret 'mysql-credentials', with the password 'password'
   */
  readonly credentials?: ISecret;
}

/** A database as it is deployed, and what ratings must know of it. */
export interface DeployedDatabase {
  readonly callee: ICallee;
  readonly env: { readonly [name: string]: EnvValue };
}

/**
 * Where a version of ratings keeps the stars. Each brings a version of ratings, which alone may connect to it.
 */
export class BookinfoDatabase {
  /** MongoDB, and ratings v2, which asks it: `bookinfo-db` and `bookinfo-ratings-v2`. */
  public static mongodb(): BookinfoDatabase {
    return new BookinfoDatabase('mongodb', 'v2', false, deployMongodb);
  }

  /** MySQL, and ratings v2-mysql, which asks it: `bookinfo-mysql` and `bookinfo-ratings-v2-mysql`. */
  public static mysql(options: BookinfoMysqlOptions = {}): BookinfoDatabase {
    return new BookinfoDatabase('mysql', 'v2-mysql', true, namespace => deployMysql(namespace, options));
  }

  /** MySQL on a machine outside of the cluster, and ratings v2-mysql-vm, which asks it: `bookinfo-ratings-v2-mysql-vm`. */
  public static mysqlVm(options: BookinfoMysqlVmOptions): BookinfoDatabase {
    return new BookinfoDatabase('mysql-vm', 'v2-mysql-vm', false, namespace => referToMysqlVm(namespace, options));
  }

  private constructor(
    /** The database's name, such as 'mongodb'. */
    public readonly name: string,
    /** The version of ratings that asks it. */
    public readonly ratingsVersion: string,
    /**
     * Is its image root's?
     * @internal
     */
    public readonly _needsRoot: boolean,
    /** @internal */
    public readonly _deploy: (namespace: SecureNamespace) => DeployedDatabase,
  ) {}
}

function deployMongodb(namespace: SecureNamespace): DeployedDatabase {
  const { app, port, image, args, directories, user } = MONGODB;
  const callee = database(namespace, app, {
    ports: [WorkloadPort.tcp(port, { name: 'mongo' })],
    containers: [{
      name: app,
      image,
      args: [...args],
      ...socketProbes(port),
      volumeMounts: directories.map(({ name, path }) => ({ path, volume: Volume.fromEmptyDir(namespace, `${app}-${name}`, name) })),
    }],
    // The image becomes this user where it begins as root.
    hardening: { runAsUser: user },
  });
  return { callee, env: { MONGO_DB_URL: EnvValue.fromValue(`mongodb://${app}:${port}/test`) } };
}

function deployMysql(namespace: SecureNamespace, { credentials, image = MYSQLDB_IMAGE }: BookinfoMysqlOptions): DeployedDatabase {
  const secret = credentials ?? upstreamCredentials(namespace);
  const app = 'mysqldb';
  const callee = database(namespace, app, {
    ports: [WorkloadPort.tcp(MYSQL_PORT)],
    ...mysqlPods(namespace, { name: app, image, envVariables: { MYSQL_ROOT_PASSWORD: passwordIn(secret) } }),
  });
  return { callee, env: mysqlEnv(app, secret) };
}

function referToMysqlVm(namespace: SecureNamespace, { address, credentials, host }: BookinfoMysqlVmOptions): DeployedDatabase {
  const name = host ?? `mysqldb.vm.svc.${namespace.mesh.platform.clusterDomain}`;
  const callee = new ExternalService(namespace, 'mysqldb-vm', { host: name, ports: [ExternalPort.tcp(MYSQL_PORT)], endpoints: [address] });
  return { callee, env: mysqlEnv(name, credentials ?? upstreamCredentials(namespace)) };
}

function database(namespace: SecureNamespace, app: string, props: LeastPrivilegeWorkloadProps): LeastPrivilegeWorkload {
  const workload = new LeastPrivilegeWorkload(namespace, app, {
    ...props,
    serviceAccountName: bookinfoServiceAccount(app),
    // Only ratings connects, which has a proxy; a caller in plain text would wait forever for a server that speaks first.
    ...namespace.mtls === MtlsMode.PERMISSIVE ? { mtls: MtlsMode.STRICT } : {},
  });
  workload.service?.metadata.addLabel('service', app);
  labelAccount(workload, app);
  return workload;
}

function mysqlEnv(host: string, secret: ISecret): DeployedDatabase['env'] {
  return {
    DB_TYPE: EnvValue.fromValue('mysql'),
    MYSQL_DB_HOST: EnvValue.fromValue(host),
    MYSQL_DB_PORT: EnvValue.fromValue(String(MYSQL_PORT)),
    MYSQL_DB_USER: EnvValue.fromValue('root'),
    MYSQL_DB_PASSWORD: passwordIn(secret),
  };
}

function passwordIn(secret: ISecret): EnvValue {
  return EnvValue.fromSecretValue({ secret, key: MYSQL_CREDENTIALS.key });
}
