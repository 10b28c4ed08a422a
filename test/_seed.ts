import * as fc from 'fast-check';

// The same random cases every time, so that a failure is of the change and not of chance; FC_SEED draws others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261121) });
