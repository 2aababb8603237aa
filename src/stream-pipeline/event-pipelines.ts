import type { EventPipeline } from './event-pipeline.js';

/** The pipelines of this process, by name. */
export class EventPipelines {
  private readonly byName: ReadonlyMap<string, EventPipeline<unknown>>;

  constructor(pipelines: readonly EventPipeline<unknown>[]) {
    this.byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]));
    if (this.byName.size !== pipelines.length) throw new Error('two pipelines have the same name');
  }

  get all(): EventPipeline<unknown>[] {
    return [...this.byName.values()];
  }

  get(name: string): EventPipeline<unknown> {
    const pipeline = this.byName.get(name);
    if (!pipeline) throw new Error(`no pipeline '${name}'; there are: ${[...this.byName.keys()].join(', ')}`);
    return pipeline;
  }
}
