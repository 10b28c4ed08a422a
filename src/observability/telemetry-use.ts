/** What a provider is for. */
export type TelemetryUse = 'tracing' | 'accessLogs';

/** What a provider is for, in words. */
export const USE_TEXT: { readonly [use in TelemetryUse]: string } = { tracing: 'spans', accessLogs: 'access logs' };
