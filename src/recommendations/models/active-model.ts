import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ModelStore } from './model-store.js';
import type { ServingModel } from './serving-model.js';

/** How long a model that could not be read is left alone. */
const pauseMs = 30_000;

/**
 * Keeps the model that answers in memory. Publishing needs no signal: callers read which model is active in the
 * statement that reads their data, and the first to name a new one has it loaded while the old one goes on answering.
 */
@Injectable()
export class ActiveModel {
  private readonly logger = new Logger(ActiveModel.name);
  private current: ServingModel | undefined;
  private loading: { readonly id: number; readonly done: Promise<void> } | undefined;
  private failed: { readonly id: number; readonly until: number } | undefined;

  constructor(
    private readonly store: ModelStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The model of that id, which the caller has just read to be active; loaded once however many ask. Until it is
   * there, the one in memory answers, and callers wait only when there is none. Undefined when no model is active, or
   * it cannot be read, which is logged and tried again after a pause.
   */
  async get(activeId: number | null): Promise<ServingModel | undefined> {
    if (activeId === null) return undefined;
    while (!this.current && this.loading && this.loading.id !== activeId) await this.loading.done;
    if (this.current?.id === activeId) return this.current;
    if (!this.isPausing(activeId)) this.loading ??= { id: activeId, done: this.load(activeId) };
    if (!this.current) await this.loading?.done;
    return this.current;
  }

  private isPausing(id: number): boolean {
    return this.failed?.id === id && this.clock.now().getTime() < this.failed.until;
  }

  /** A caller may have read its id before another model was published; that one must not be loaded over the newer. */
  private async load(id: number): Promise<void> {
    try {
      const model = await this.store.readActive(id);
      if (model) this.current = model;
    } catch (error) {
      this.failed = { id, until: this.clock.now().getTime() + pauseMs };
      this.logger.error(`model ${id} could not be read: ${String(error)}`);
      await this.dropUnusable();
    } finally {
      this.loading = undefined;
    }
  }

  /** What a rollback withdrew must not answer in place of a model that cannot be read; what was replaced may. */
  private async dropUnusable(): Promise<void> {
    if (!this.current) return;
    const isUsable = await this.store.isUsable(this.current.id).catch(() => true);
    if (!isUsable) this.current = undefined;
  }
}
