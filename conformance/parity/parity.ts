import { compareAdoption } from './adoption';
import { compareBookinfo } from './bookinfo';
import { compareRoutings } from './bookinfo-routings';
import { Comparison } from './compare';
import { compareTravelDemo } from './travel-demo';

const comparison = new Comparison();
compareBookinfo(comparison);
compareRoutings(comparison);
compareTravelDemo(comparison);
compareAdoption(comparison);
console.log(comparison.result);
process.exitCode = comparison.ok ? 0 : 1;
