import { examplePipelineSubject } from './example-pipeline.subject.js';
import { generationPipelineSubject } from './generation-pipeline.subject.js';
import { describeDelivery } from './pipeline.behaviour.js';
import { describeRollup } from './rollup.behaviour.js';
import { routePipelineSubject } from './route-pipeline.subject.js';

describeDelivery(routePipelineSubject);
describeRollup(routePipelineSubject);
describeDelivery(generationPipelineSubject);
describeRollup(generationPipelineSubject);
describeDelivery(examplePipelineSubject);
describeRollup(examplePipelineSubject);
