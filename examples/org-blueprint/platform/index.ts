export * from './acme-mesh';
export * from './acme-namespace';
export * from './acme-service';
export * from './on-call';
