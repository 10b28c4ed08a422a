import { DestinationPolicies } from '../../../src/traffic/destination/destination-policies';
import type { Setting, SettingScope, SettingTarget } from '../../../src/traffic/destination/setting';
import { AppProtocol, MtlsMode } from 'cdk8s-istio';

export const HTTP = { name: 'http', port: 8000, targetPort: 8000, protocol: AppProtocol.HTTP };
export const GRPC = { name: 'grpc', port: 9000, targetPort: 9000, protocol: AppProtocol.GRPC };
export const TCP = { name: 'tcp', port: 3306, targetPort: 3306, protocol: AppProtocol.TCP };

/** A service with a proxy that takes mutual TLS only and asks for identities. */
export function target(changes: Partial<SettingTarget> = {}): SettingTarget {
  return { ports: [HTTP], versions: [], mtls: MtlsMode.STRICT, meshed: true, authorizes: true, ...changes };
}

export function policies(...said: (readonly [Setting, SettingScope?])[]): DestinationPolicies {
  const all = new DestinationPolicies();
  said.forEach(([setting, scope]) => all.add(setting, scope ?? {}));
  return all;
}

/** What is wrong with one setting in one scope. */
export function problemsOf(setting: Setting, changes: Partial<SettingTarget> = {}, scope: SettingScope = {}): string[] {
  return policies([setting, scope]).problems(target(changes));
}
