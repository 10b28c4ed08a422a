import * as cdk8s from 'cdk8s';
import * as own from '../../index';
import type { AppDefinition } from '../../learn/app-definition';
import { run } from '../../source-code';

/** What is wrong with an app that was written, as its synth would say it. */
export function synthProblems({ file, synth, app }: AppDefinition): readonly string[] {
  try {
    const made = run(file, { 'cdk8s': cdk8s, 'cdk8s-istio': own }, [synth]).get(app) as cdk8s.App;
    made.synthYaml();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').filter(line => line.trim() !== '');
  }
}
