import { examplePipelineSubject } from './example-pipeline.subject.js';
import { describeDelivery } from './pipeline.behaviour.js';
import { describeRollup } from './rollup.behaviour.js';
import { routePipelineSubject } from './route-pipeline.subject.js';

describeDelivery(routePipelineSubject);
describeRollup(routePipelineSubject);
describeDelivery(examplePipelineSubject);
describeRollup(examplePipelineSubject);
